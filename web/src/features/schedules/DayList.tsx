import { Button, Table } from '@mantine/core';
import { useState } from 'react';
import type { Api } from '@/shared/api/types';
import { formatClock, zoneName } from '@/shared/time/format';
import { AnchorLink } from '@/shared/ui/links';
import { StateMark } from '@/shared/ui/StateMark';
import { stateOfOccurrence, stateWords } from '@/shared/ui/states';
import { schedulesText } from '@/text/schedules';
import css from './calendar.module.css';

const text = schedulesText.calendar;
const portion = 200;

/** Occurrences one by one: those that ran lead to their run, the others to their schedule. */
export function DayList({ items, zone, label }: { items: readonly Api<'OccurrenceItem'>[]; zone: string; label: string }) {
  const [shown, setShown] = useState(portion);
  return (
    <>
      <Table className={css.list} aria-label={label} verticalSpacing={4} highlightOnHover stickyHeader stickyHeaderOffset={48}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={120}>{text.columns.at}</Table.Th>
            <Table.Th>{text.columns.schedule}</Table.Th>
            <Table.Th w={160}>{text.columns.state}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.slice(0, shown).map((item) => (
            <Line key={`${item.schedule_id} ${item.at}`} item={item} zone={zone} />
          ))}
        </Table.Tbody>
      </Table>
      {items.length > shown ? (
        <Button mt="sm" variant="default" onClick={() => setShown(shown + portion)}>
          {text.more(items.length - shown)}
        </Button>
      ) : null}
    </>
  );
}

function Line({ item, zone }: { item: Api<'OccurrenceItem'>; zone: string }) {
  const state = stateOfOccurrence(item.outcome, item.run_status);
  const mark = <StateMark state={state} words={`${stateWords[state]}${item.count > 1 ? schedulesText.times(item.count) : ''}`} />;
  return (
    <Table.Tr>
      <Table.Td className={css.at}>
        {formatClock(item.at, zone, { seconds: !item.at.endsWith(':00Z') })} {zoneName(item.at, zone)}
      </Table.Td>
      <Table.Td>
        <AnchorLink size="sm" c="var(--mantine-color-text)" to="/schedules/$id" params={{ id: item.schedule_id }}>
          {item.schedule_id}
        </AnchorLink>
      </Table.Td>
      <Table.Td>
        {item.run_id ? (
          <AnchorLink size="sm" c="var(--mantine-color-text)" to="/runs/$id" params={{ id: item.run_id }}>
            {mark}
          </AnchorLink>
        ) : (
          mark
        )}
      </Table.Td>
    </Table.Tr>
  );
}

import { ScrollArea, Table } from '@mantine/core';
import type { Api, Schedule } from '@/shared/api/types';
import { Time } from '@/shared/time/Time';
import { formatCount } from '@/shared/ui/money';
import { StateMark } from '@/shared/ui/StateMark';
import { stateOfOccurrence } from '@/shared/ui/states';
import { schedule as text } from '@/text/schedule';
import { HereLink } from '../HereLink';
import page from '../Schedule.module.css';

const words = text.ledger;
const columns = [words.columns.at, words.columns.count, words.columns.outcome, words.columns.reason, words.columns.settled, words.columns.run];

export function LedgerTable({ entries, schedule }: { entries: readonly Api<'LedgerRecord'>[]; schedule: Schedule }) {
  return (
    <ScrollArea viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': words.label }}>
      <Table aria-label={words.label} highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            {columns.map((name) => (
              <Table.Th key={name} className={name === words.columns.count ? page.number : undefined}>
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entries.map((entry) => (
            <Row key={`${entry.nominal_at} ${entry.outcome}`} entry={entry} schedule={schedule} />
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}

function Row({ entry, schedule }: { entry: Api<'LedgerRecord'>; schedule: Schedule }) {
  const zone = schedule.timezone;
  return (
    <Table.Tr>
      <Table.Td className={page.nowrap}>
        <HereLink change={{ why: entry.nominal_at, run: undefined }}>
          <Time at={entry.nominal_at} zone={zone} show="short" />
        </HereLink>
        {entry.count > 1 ? (
          <>
            {` ${words.to} `}
            <Time at={entry.last_nominal_at} zone={zone} show="short" />
          </>
        ) : null}
      </Table.Td>
      <Table.Td className={page.number}>{formatCount(entry.count)}</Table.Td>
      <Table.Td>
        {entry.outcome === 'ran' ? text.band.outcome.ran : <StateMark state={stateOfOccurrence(entry.outcome, null)} words={text.band.outcome[entry.outcome]} />}
      </Table.Td>
      <Table.Td miw={180}>{entry.reason}</Table.Td>
      <Table.Td className={page.nowrap}>
        <Time at={entry.settled_at} zone={zone} show="short" />
      </Table.Td>
      <Table.Td>
        {entry.run_id ? (
          <HereLink change={{ run: entry.run_id, why: undefined }}>
            {words.run}
          </HereLink>
        ) : null}
      </Table.Td>
    </Table.Tr>
  );
}

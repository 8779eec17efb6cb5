import { Button, Table } from '@mantine/core';
import { May } from '@/shared/api/may';
import { schedule as text } from '@/text/schedule';
import type { Dates } from '../period';
import page from '../Schedule.module.css';
import type { Hole } from './holes';

const words = text.coverage;

export function HoleTable({ holes, onFill }: { holes: readonly Hole[]; onFill: (dates: Dates) => void }) {
  return (
    <div className={page.room}>
      <Table aria-label={words.holes} maw={820}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.hole}</Table.Th>
            <Table.Th>{words.length}</Table.Th>
            <Table.Th>{words.closes}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {holes.map(({ dates, days, occurrences, scheduled }) => {
            const named = text.compare.dates(dates.first, dates.last);
            return (
              <Table.Tr key={dates.first}>
                <Table.Td>{named}</Table.Td>
                <Table.Td>{words.days(days)}</Table.Td>
                <Table.Td>
                  {words.occurrences(occurrences)}{' '}
                  {scheduled ? (
                    <May do="run:execute">
                      <Button size="compact-xs" variant="default" ml="xs" aria-label={words.backfillHoleOf(named)} onClick={() => onFill(scheduled)}>
                        {words.backfillHole}
                      </Button>
                    </May>
                  ) : null}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </div>
  );
}

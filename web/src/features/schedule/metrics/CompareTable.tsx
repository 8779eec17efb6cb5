import { ScrollArea, Table } from '@mantine/core';
import type { Api } from '@/shared/api/types';
import { schedule as text } from '@/text/schedule';
import type { Dates } from '../period';
import page from '../Schedule.module.css';
import { changeOf, formatMetric } from './change';
import { ChangeWords } from './ChangeWords';

const words = text.compare;

export function CompareTable({ compared, before, after }: { compared: Api<'CompareView'>; before: Dates; after: Dates }) {
  return (
    <ScrollArea viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': words.label }}>
      <Table aria-label={words.label} maw={820}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.metric}</Table.Th>
            <Table.Th className={page.number}>{words.dates(before.first, before.last)}</Table.Th>
            <Table.Th className={page.number}>{words.dates(after.first, after.last)}</Table.Th>
            <Table.Th className={page.number}>{words.change}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {Object.entries(compared.metrics).map(([name, change]) => (
            <Table.Tr key={name}>
              <Table.Td>{text.metrics.names[name] ?? name}</Table.Td>
              <Table.Td className={page.number}>{formatMetric(name, change.period1)}</Table.Td>
              <Table.Td className={page.number}>{formatMetric(name, change.period2)}</Table.Td>
              <Table.Td className={page.number}>
                <ChangeWords change={changeOf(name, change)} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}

import { Table } from '@mantine/core';
import type { Api } from '@/shared/api/types';
import { workflows as text } from '@/text/workflows';
import { WorkflowRow } from './WorkflowRow';
import css from './WorkflowTable.module.css';

export function WorkflowTable({ items }: { items: readonly Api<'WorkflowSummary'>[] }) {
  return (
    <Table aria-label={text.table} highlightOnHover verticalSpacing={6} className={css.table}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{text.columns.name}</Table.Th>
          <Table.Th className={css.wide}>{text.columns.tags}</Table.Th>
          <Table.Th className={css.wide}>{text.columns.owner}</Table.Th>
          <Table.Th className={css.number}>{text.columns.tasks}</Table.Th>
          <Table.Th className={css.number}>{text.columns.schedules}</Table.Th>
          <Table.Th>{text.columns.last}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((item) => (
          <WorkflowRow key={item.path} of={item} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

import { Table, Title } from '@mantine/core';
import type { Api } from '@/shared/api/types';
import { formatCount } from '@/shared/ui/money';
import { health as text } from '@/text/health';
import css from './Health.module.css';

export function RunTallies({ hour, day }: { hour: Api<'RunTally'>; day: Api<'RunTally'> }) {
  const columns = [
    ['completed', text.runs.completed],
    ['failed', text.runs.failed],
    ['canceled', text.runs.canceled],
    ['open', text.runs.open],
  ] as const;
  const rows = [
    [text.runs.hour, hour],
    [text.runs.day, day],
  ] as const;
  return (
    <section aria-label={text.runs.title}>
      <Title order={2} mb="xs">
        {text.runs.title}
      </Title>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text.runs.span}</Table.Th>
            {columns.map(([key, words]) => (
              <Table.Th key={key} className={css.amount}>
                {words}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([words, tally]) => (
            <Table.Tr key={words}>
              <Table.Td>{words}</Table.Td>
              {columns.map(([key]) => (
                <Table.Td key={key} className={css.amount}>
                  {formatCount(tally[key])}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

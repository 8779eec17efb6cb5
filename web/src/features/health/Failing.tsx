import { Table, Title } from '@mantine/core';
import type { Api } from '@/shared/api/types';
import { AnchorLink } from '@/shared/ui/links';
import { health as text } from '@/text/health';
import css from './Health.module.css';

export function Failing({ failing }: { failing: Api<'FailingRecord'>[] }) {
  if (failing.length === 0) return null;
  return (
    <section aria-label={text.failing.title}>
      <Title order={2} mb="xs">
        {text.failing.title}
      </Title>
      <Table maw={640}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text.failing.name}</Table.Th>
            <Table.Th className={css.amount}>{text.failing.inRow}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {failing.map((one) => (
            <Table.Tr key={one.schedule_id}>
              <Table.Td>
                <AnchorLink to="/schedules/$id" params={{ id: one.schedule_id }}>
                  {one.schedule_id}
                </AnchorLink>
              </Table.Td>
              <Table.Td className={css.amount}>{one.failures_in_row}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

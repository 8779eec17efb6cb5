import { Table, Text, Title } from '@mantine/core';
import type { Api } from '@/shared/api/types';
import { formatCount } from '@/shared/ui/money';
import { health as text } from '@/text/health';
import css from './Health.module.css';

export function Queue({ queue }: { queue: Api<'QueueRecord'>[] }) {
  return (
    <section aria-label={text.queue.title}>
      <Title order={2} mb="xs">
        {text.queue.title}
      </Title>
      {queue.length === 0 ? (
        <Text c="dimmed">{text.queue.none}</Text>
      ) : (
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text.queue.pool}</Table.Th>
              <Table.Th className={css.amount}>{text.queue.ready}</Table.Th>
              <Table.Th className={css.amount}>{text.queue.running}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {queue.map((pool) => (
              <Table.Tr key={pool.pool ?? ''}>
                <Table.Td>{pool.pool ?? text.queue.noPool}</Table.Td>
                <Table.Td className={css.amount}>{formatCount(pool.ready)}</Table.Td>
                <Table.Td className={css.amount}>{formatCount(pool.running)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </section>
  );
}

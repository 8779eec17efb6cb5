import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

/** The frame of a table of the administration. On a narrow screen it scrolls by itself, reached by the keyboard, too. */
export function AdminTable({ label, columns, children }: { label: string; columns: Record<string, string>; children: ReactNode }) {
  return (
    <Table.ScrollContainer minWidth={760} scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': label, role: 'region' } }}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            {Object.entries(columns).map(([key, words]) => (
              <Table.Th key={key}>{words}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

import { Table, Text } from '@mantine/core';
import { useMemo } from 'react';
import { run } from '@/text/run';
import css from './Artifacts.module.css';
import { tableOf } from './table';

/** The first rows of a CSV file. */
export function CsvPreview({ content, whole, name }: { content: string; whole: boolean; name: string }) {
  const table = useMemo(() => tableOf(content, whole), [content, whole]);
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and keys must reach it */}
      <div className={css.table} tabIndex={0} role="region" aria-label={run.artifacts.rowsOf(name)}>
        <Table verticalSpacing={2} horizontalSpacing="xs" stickyHeader fz="xs">
          <Table.Thead>
            <Table.Tr>
              {table.head.map((words, column) => (
                // oxlint-disable-next-line react/no-array-index-key -- columns may have one name
                <Table.Th key={column}>{words}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {table.rows.map((row, index) => (
              // oxlint-disable-next-line react/no-array-index-key -- rows of a file are in their order
              <Table.Tr key={index}>
                {row.map((cell, column) => (
                  // oxlint-disable-next-line react/no-array-index-key -- as above
                  <Table.Td key={column} ta={cell !== '' && !Number.isNaN(Number(cell)) ? 'right' : undefined}>
                    {cell}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {table.cut ? (
        <Text size="xs" c="dimmed" mt={4}>
          {run.artifacts.cutTable(table.rows.length)}
        </Text>
      ) : null}
    </>
  );
}

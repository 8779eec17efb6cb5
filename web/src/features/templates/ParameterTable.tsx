import { Code, Table, Text } from '@mantine/core';
import { templates as text } from '@/text/templates';
import type { Parameter } from './parameters';

/** What a template takes. */
export function ParameterTable({ parameters }: { parameters: readonly Parameter[] }) {
  if (parameters.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {text.none}
      </Text>
    );
  }
  return (
    <Table aria-label={text.table} verticalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{text.columns.name}</Table.Th>
          <Table.Th visibleFrom="sm">{text.columns.type}</Table.Th>
          <Table.Th>{text.columns.default}</Table.Th>
          <Table.Th>{text.columns.range}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {parameters.map((one) => (
          <Table.Tr key={one.name}>
            <Table.Td>
              <code>{one.name}</code>
              <Text size="sm" c="dimmed">
                {one.description}
              </Text>
            </Table.Td>
            <Table.Td visibleFrom="sm">{one.type}</Table.Td>
            <Table.Td>{one.required ? text.required : one.default === undefined ? null : <Code>{JSON.stringify(one.default)}</Code>}</Table.Td>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>{one.range}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

import { Table, Text } from '@mantine/core';
import { $api } from '@/shared/api/client';
import type { Api } from '@/shared/api/types';
import { strategy } from '@/text/strategies';
import { fieldsOf, written } from './fields';

const text = strategy.parameters;

/** What the strategy gives, and the template's defaults for the rest. */
export function ParameterValues({ of: { template, parameters } }: { of: Api<'StrategyView'> }) {
  const { data } = $api.useQuery('get', '/api/templates/{id}', { params: { path: { id: template } } });
  const fields = fieldsOf(data?.parameters);
  const names = [...new Set([...fields.map((field) => field.name), ...Object.keys(parameters)])];
  return (
    <Table aria-label={text.table} verticalSpacing={4} maw={900}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{text.name}</Table.Th>
          <Table.Th>{text.value}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {names.map((name) => {
          const field = fields.find((one) => one.name === name);
          return (
            <Table.Tr key={name}>
              <Table.Td>
                <code>{name}</code>
                <Text size="sm" c="dimmed">
                  {field?.description}
                </Text>
              </Table.Td>
              <Table.Td>
                <code>{written(parameters[name] ?? field?.default) || '–'}</code> {name in parameters ? null : text.byDefault}
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}

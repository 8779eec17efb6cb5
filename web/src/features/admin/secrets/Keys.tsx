import { Alert, Code, Stack, Table, Text, Title } from '@mantine/core';
import { $api } from '@/shared/api/client';
import type { Api } from '@/shared/api/types';
import { Answer } from '@/shared/ui/Answer';
import { secrets } from '@/text/secrets';
import { AdminTable } from '../AdminTable';

const text = secrets.keys;

/** The keys that secrets are sealed with: which one seals, and which may be taken away. */
export function Keys() {
  const report = $api.useQuery('get', '/api/secret-keys');
  return (
    <Answer of={report} rows={2}>
      {({ source, keys, unopened }) =>
        keys.length === 0 ? null : (
          <Stack gap="xs">
            <Title order={2} size="h4">
              {text.title}
            </Title>
            <Text size="sm" c="dimmed" title={source}>
              {text.words(source.split(/[\\/]/).at(-1) ?? source)}
            </Text>
            {unopened > 0 ? <Alert color="red">{text.unopened(unopened)}</Alert> : null}
            <AdminTable label={text.title} columns={text.columns}>
              {keys.map((key) => (
                <Table.Tr key={key.id}>
                  <Table.Td>
                    <Code>{key.id}</Code>
                  </Table.Td>
                  <Table.Td>{text.states[stateOf(key)]}</Table.Td>
                  <Table.Td>{key.rows}</Table.Td>
                </Table.Tr>
              ))}
            </AdminTable>
          </Stack>
        )
      }
    </Answer>
  );
}

function stateOf(key: Api<'KeyStatus'>): keyof typeof text.states {
  if (!key.is_here) return 'missing';
  if (key.seals) return 'seals';
  return key.is_free ? 'free' : 'opens';
}

import { Badge, Table, Title } from '@mantine/core';
import type { Api } from '@/shared/api/types';
import { Time } from '@/shared/time/Time';
import { health as text } from '@/text/health';

const colors = { live: 'green', draining: 'yellow', lost: 'red' } as const;

export function Nodes({ nodes }: { nodes: Api<'NodeRecord'>[] }) {
  return (
    <section aria-label={text.nodes.title}>
      <Title order={2} mb="xs">
        {text.nodes.title}
      </Title>
      <Table.ScrollContainer minWidth={760} scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': text.nodes.title, role: 'region' } }}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text.nodes.name}</Table.Th>
              <Table.Th>{text.nodes.state}</Table.Th>
              <Table.Th>{text.nodes.tags}</Table.Th>
              <Table.Th>{text.nodes.version}</Table.Th>
              <Table.Th>{text.nodes.since}</Table.Th>
              <Table.Th>{text.nodes.seen}</Table.Th>
              <Table.Th>{text.nodes.load}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {nodes.map((node) => (
              <Table.Tr key={node.id}>
                <Table.Td>{node.name}</Table.Td>
                <Table.Td>
                  <Badge variant="dot" color={colors[node.state]}>
                    {text.nodes.states[node.state]}
                  </Badge>
                </Table.Td>
                <Table.Td>{node.tags.length === 0 ? text.nodes.noTags : node.tags.join(', ')}</Table.Td>
                <Table.Td>{node.version}</Table.Td>
                <Table.Td>
                  <Time at={node.started_at} show="short" />
                </Table.Td>
                <Table.Td>
                  <Time at={node.seen_at} show="short" />
                </Table.Td>
                <Table.Td>{text.nodes.slots(node.running, node.slots)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}

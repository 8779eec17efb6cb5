import { Table, Title } from '@mantine/core';
import type { Api } from '@/shared/api/types';
import { Time } from '@/shared/time/Time';
import { health as text } from '@/text/health';

export function Nodes({ nodes }: { nodes: Api<'NodeView'>[] }) {
  return (
    <section aria-label={text.nodes.title}>
      <Title order={2} mb="xs">
        {text.nodes.title}
      </Title>
      <Table.ScrollContainer minWidth={520} scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': text.nodes.title, role: 'region' } }}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text.nodes.name}</Table.Th>
              <Table.Th>{text.nodes.version}</Table.Th>
              <Table.Th>{text.nodes.since}</Table.Th>
              <Table.Th>{text.nodes.load}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {nodes.map((node) => (
              <Table.Tr key={node.name}>
                <Table.Td>{node.name}</Table.Td>
                <Table.Td>{node.version}</Table.Td>
                <Table.Td>
                  <Time at={node.started_at} show="short" />
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

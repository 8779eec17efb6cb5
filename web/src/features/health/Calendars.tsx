import { Badge, Group, Table, Text, Title } from '@mantine/core';
import type { Api } from '@/shared/api/types';
import { health as text } from '@/text/health';

export function Calendars({ calendars }: { calendars: Api<'CalendarSummary'>[] }) {
  return (
    <section aria-label={text.calendars.title}>
      <Title order={2} mb="xs">
        {text.calendars.title}
      </Title>
      {calendars.length === 0 ? (
        <Text c="dimmed">{text.calendars.none}</Text>
      ) : (
        <Table.ScrollContainer minWidth={520} scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': text.calendars.title, role: 'region' } }}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{text.calendars.id}</Table.Th>
                <Table.Th>{text.calendars.name}</Table.Th>
                <Table.Th>{text.calendars.zone}</Table.Th>
                <Table.Th>{text.calendars.until}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {calendars.map((calendar) => (
                <Table.Tr key={calendar.id}>
                  <Table.Td>
                    <Group gap={6}>
                      {calendar.id}
                      {calendar.is_known ? null : <Badge color="red">{text.calendars.unknown}</Badge>}
                      {calendar.stale ? <Badge color="yellow">{text.calendars.stale}</Badge> : null}
                    </Group>
                  </Table.Td>
                  <Table.Td>{calendar.name}</Table.Td>
                  <Table.Td>{calendar.timezone}</Table.Td>
                  <Table.Td>
                    {calendar.valid_through} {calendar.ends_soon ? <Badge color="yellow">{text.calendars.endsSoon}</Badge> : null}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </section>
  );
}

import { Table, Text } from '@mantine/core';
import type { Api } from '@/shared/api/types';
import { useNow } from '@/shared/time/clock';
import { formatDate, formatRelative, formatTime, ownZone } from '@/shared/time/format';
import { wizard as text } from '@/text/wizard';

/** The next occurrences in the schedule's zone and in the reader's, with what clock changes and calendars do to them. */
export function NextRuns({ answer, count }: { answer: Api<'PreviewAnswer'>; count: number }) {
  const now = useNow(60_000);
  const own = ownZone();
  const zone = answer.timezone;
  const next = answer.occurrences.slice(0, count);
  if (next.length === 0) return <Text size="sm">{text.consequence.none}</Text>;
  const windows = next.some((each) => each.window);
  const elsewhere = own !== zone;
  return (
    <Table fz="sm" verticalSpacing={4} horizontalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{text.consequence.nextTitle}</Table.Th>
          {elsewhere ? <Table.Th>{text.consequence.own(own)}</Table.Th> : null}
          {windows ? <Table.Th>{text.consequence.column.window}</Table.Th> : null}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {next.map((each, i) => (
          <Table.Tr key={each.nominal}>
            <Table.Td>
              {formatTime(each.nominal, zone)}
              {i === 0 ? <Text span size="sm" c="dimmed">{` · ${formatRelative(each.nominal, now)}`}</Text> : null}
              {each.note ? (
                <Text size="xs" c="dimmed">
                  {each.note}
                </Text>
              ) : null}
            </Table.Td>
            {elsewhere ? <Table.Td>{formatTime(each.nominal, own)}</Table.Td> : null}
            {windows ? <Table.Td>{each.window ? text.window.covers(formatDate(each.window.start, zone), formatDate(Date.parse(each.window.end) - 1, zone)) : null}</Table.Td> : null}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

import { Table } from '@mantine/core';
import type { Api } from '@/shared/api/types';
import { Time } from '@/shared/time/Time';
import { JsonTree } from '@/shared/ui/JsonTree';
import { schedule as text } from '@/text/schedule';
import page from '../Schedule.module.css';

export function AuditRow({ entry, zone }: { entry: Api<'AuditRecord'>; zone: string | null }) {
  return (
    <Table.Tr>
      <Table.Td className={page.nowrap}>
        <Time at={entry.at} zone={zone} show="short" />
      </Table.Td>
      <Table.Td>{entry.actor}</Table.Td>
      <Table.Td>{entry.action.replaceAll('_', ' ')}</Table.Td>
      <Table.Td>{entry.reason}</Table.Td>
      <Table.Td>
        {entry.detail === null || entry.detail === undefined ? null : (
          <details>
            <summary>{text.audit.show}</summary>
            <JsonTree value={entry.detail} label={text.audit.details(entry.action)} />
          </details>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

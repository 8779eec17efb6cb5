import { ScrollArea, Table } from '@mantine/core';
import type { Api } from '@/shared/api/types';
import { Time } from '@/shared/time/Time';
import { schedule as text } from '@/text/schedule';
import page from '../Schedule.module.css';
import { formatMetric } from './change';

const columns = ['successful_runs', 'failed_runs', 'canceled_runs', 'p50_runtime_seconds', 'p95_runtime_seconds', 'p95_lateness_seconds', 'total_rows_processed', 'total_cost'] as const;

/** The parts of a period as numbers, latest first. */
export function SeriesTable({ parts, zone }: { parts: readonly Api<'MetricsPartView'>[]; zone: string }) {
  return (
    <ScrollArea.Autosize mah={420} viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': text.metrics.charts.table }}>
      <Table stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text.metrics.charts.when}</Table.Th>
            {columns.map((name) => (
              <Table.Th key={name} className={page.number}>
                {text.metrics.names[name]}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {parts.toReversed().map((part) => (
            <Table.Tr key={part.from}>
              <Table.Td className={page.nowrap}>
                <Time at={part.from} zone={zone} show="short" />
              </Table.Td>
              {columns.map((name) => (
                <Table.Td key={name} className={page.number}>
                  {formatMetric(name, part[name])}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}

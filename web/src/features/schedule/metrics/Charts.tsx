import { BarChart, LineChart } from '@mantine/charts';
import '@mantine/charts/styles.css';
import { Button, Stack, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { $api } from '@/shared/api/client';
import type { Api } from '@/shared/api/types';
import { formatCount, formatMoney } from '@/shared/ui/money';
import { schedule as text } from '@/text/schedule';
import type { Period } from '../period';
import css from './Metrics.module.css';
import { hasAny, marksOf, pointsOf } from './series';
import { OnceSeen } from './OnceSeen';
import { SeriesTable } from './SeriesTable';

const words = text.metrics.charts;
const height = 190;

// The table is for the keyboard and for those who hear the page.
const still = { accessibilityLayer: false };

const charts = [
  { title: words.outcomes, isBar: true, series: [{ name: 'completed', label: words.completed, color: 'var(--state-completed)' }, { name: 'failed', label: words.failed, color: 'var(--state-failed)' }, { name: 'canceled', label: words.canceled, color: 'var(--state-canceled)' }] },
  { title: words.runtime, isBar: false, series: [{ name: 'runtime50', label: words.p50, color: 'bronze.7' }, { name: 'runtime95', label: words.p95, color: 'gray.6', strokeDasharray: '4 3' }] },
  { title: words.lateness, isBar: false, series: [{ name: 'lateness50', label: words.p50, color: 'bronze.7' }, { name: 'lateness95', label: words.p95, color: 'gray.6', strokeDasharray: '4 3' }] },
  { title: words.cost, isBar: true, series: [{ name: 'cost', label: words.cost, color: 'bronze.7' }], format: formatMoney },
  { title: words.rows, isBar: true, series: [{ name: 'rows', label: words.rows, color: 'bronze.7' }] },
];

/** The parts of a period as pictures, and as a table for those who read numbers. */
export function Charts({ parts, workflow, zone, period }: { parts: readonly Api<'MetricsPartView'>[]; workflow: string; zone: string; period: Period }) {
  const [isTable, setIsTable] = useState(false);
  const versions = $api.useQuery('get', '/api/workflows/{id}/versions', { params: { path: { id: workflow } } });
  const points = useMemo(() => pointsOf(parts, zone), [parts, zone]);
  const marks = useMemo(() => marksOf(points, (versions.data?.items ?? []).filter(({ created_at }) => Date.parse(created_at) >= period.from), period.to), [points, versions.data, period]);
  const drawn = charts.filter((chart) => hasAny(points, chart.series.map(({ name }) => name)));
  const referenceLines = marks.map((x) => ({ x, label: '', color: 'gray.6', strokeDasharray: '3 3' }));
  return (
    <Stack gap="md" align="stretch">
      {drawn.length === 0 ? <Text c="dimmed">{words.nothing}</Text> : null}
      <div className={css.charts}>
        {drawn.map(({ title, isBar, series, format = formatCount }) => {
          const shared = { h: height, data: points, dataKey: 'label', series, valueFormatter: format, withLegend: series.length > 1, referenceLines, tickLine: 'none' as const };
          return (
            <figure key={title} style={{ margin: 0, minWidth: 0 }}>
              <Text component="figcaption" size="sm" fw={600} mb="xs">
                {title}
              </Text>
              <OnceSeen height={height}>
                {isBar ? <BarChart {...shared} barChartProps={still} type="stacked" barProps={{ isAnimationActive: false }} /> : <LineChart {...shared} lineChartProps={still} curveType="linear" connectNulls={false} dotProps={{ r: 2 }} lineProps={{ isAnimationActive: false }} />}
              </OnceSeen>
            </figure>
          );
        })}
      </div>
      {marks.length > 0 ? (
        <Text size="sm" c="dimmed">
          {words.versions(marks.length)}
        </Text>
      ) : null}
      <Button variant="subtle" size="compact-sm" w="max-content" aria-expanded={isTable} onClick={() => setIsTable(!isTable)}>
        {isTable ? words.hideTable : words.table}
      </Button>
      {isTable ? <SeriesTable parts={parts} zone={zone} /> : null}
    </Stack>
  );
}

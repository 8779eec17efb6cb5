import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { Card, Group, SegmentedControl, Text, Title } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { Api } from '@/shared/api/types';
import { formatMoney } from '@/shared/ui/money';
import { costs as text } from '@/text/costs';

export function CostTrend({ points, trend }: { points: Api<'CostPointView'>[]; trend: 'day' | 'month' }) {
  const go = useNavigate({ from: '/costs' });
  const last = points.at(-1);
  const summary = last ? `${text.trend.label}: ${last.at} ${formatMoney(last.spent)}` : text.trend.label;
  return (
    <Card withBorder padding="md" component="section" aria-label={text.trend.title}>
      <Group justify="space-between" mb="sm">
        <Title order={2}>{text.trend.title}</Title>
        <SegmentedControl
          size="xs"
          value={trend}
          onChange={(chosen) => void go({ search: { trend: chosen as 'day' | 'month' }, replace: true })}
          data={[
            { value: 'day', label: text.trend.day },
            { value: 'month', label: text.trend.month },
          ]}
        />
      </Group>
      {points.length === 0 ? (
        <Text c="dimmed">{text.trend.none}</Text>
      ) : (
        <div role="img" aria-label={summary}>
          <BarChart h={180} data={points} dataKey="at" series={[{ name: 'spent', label: text.trend.series, color: 'bronze.6' }]} valueFormatter={formatMoney} gridAxis="y" tickLine="none" barProps={{ isAnimationActive: false }} />
        </div>
      )}
    </Card>
  );
}

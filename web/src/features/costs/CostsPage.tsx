import { Stack } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { $api } from '@/shared/api/client';
import { Answer } from '@/shared/ui/Answer';
import { Empty } from '@/shared/ui/Empty';
import { formatMoney } from '@/shared/ui/money';
import { Page } from '@/shared/ui/Page';
import { costs as text } from '@/text/costs';
import { CostForecast } from './CostForecast';
import { CostTotal } from './CostTotal';
import { CostTrend } from './CostTrend';
import { monthWords } from './month';
import { OwnerCosts } from './OwnerCosts';
import { ScheduleCosts } from './ScheduleCosts';

/** What this month costs, where it goes, and what is to come. */
export function CostsPage() {
  const { trend = 'day' } = useSearch({ from: '/costs' });
  const costs = $api.useQuery('get', '/api/costs', { params: { query: { trend, days: trend === 'day' ? 30 : 365, top: 50 } } });
  const total = costs.data?.total;
  const state = costs.data && total ? text.state(monthWords(costs.data.month), formatMoney(total.spent), formatMoney(total.projected)) : null;
  return (
    <Page title={text.title} state={state}>
      <Answer of={costs}>
        {(month) =>
          month.schedules_total === 0 && month.cost_trend.length === 0 && month.total.budget === null ? (
            <Empty title={text.empty.title} words={text.empty.words} example={text.empty.example} />
          ) : (
            <Stack gap="lg">
              <CostTotal total={month.total} />
              <CostTrend points={month.cost_trend} trend={trend} />
              <ScheduleCosts schedules={month.schedules} total={month.schedules_total} />
              <OwnerCosts owners={month.owners} />
              <CostForecast />
            </Stack>
          )
        }
      </Answer>
    </Page>
  );
}


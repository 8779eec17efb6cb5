import { Text } from '@mantine/core';
import type { Api } from '@/shared/api/types';
import { formatDate } from '@/shared/time/format';
import { formatMoney } from '@/shared/ui/money';
import { wizard as text } from '@/text/wizard';

/** What a month costs, against its budget. */
export function CostLine({ cost, zone }: { cost: Api<'PreviewCost'> | null; zone: string }) {
  if (!cost) return null;
  const month = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(Date.parse(`${cost.month}-01T00:00:00Z`));
  const { budget, exceeded_at: ends } = cost;
  return (
    <Text size="sm" component="div">
      <strong>{text.consequence.cost}</strong>{' '}
      {cost.cost_per_run === 0 ? text.consequence.costNone(month, cost.occurrences) : text.consequence.costWords(month, cost.occurrences, formatMoney(cost.cost_per_run), formatMoney(cost.estimate))}.{' '}
      {budget === null ? null : ends ? text.consequence.budgetEnds(formatMoney(budget), formatDate(ends, zone)) : text.consequence.budgetFits(formatMoney(budget))}
    </Text>
  );
}

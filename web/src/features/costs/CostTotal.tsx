import { Card, Group, Progress, Stack, Text } from '@mantine/core';
import type { Api } from '@/shared/api/types';
import { formatMoney } from '@/shared/ui/money';
import { costs as text } from '@/text/costs';
import css from './Costs.module.css';

export function CostTotal({ total }: { total: Api<'CostSumView'> }) {
  return (
    <Card withBorder padding="md">
      <Stack gap={4}>
        <Text c="dimmed">{text.spent}</Text>
        <Group align="baseline" gap="md">
          <span className={css.number}>{formatMoney(total.spent)}</span>
          <Text>{text.projected(formatMoney(total.projected))}</Text>
          {total.reserved > 0 ? <Text c="dimmed">{text.reserved(formatMoney(total.reserved))}</Text> : null}
        </Group>
        {total.budget === null ? null : <BudgetBar sum={total} />}
      </Stack>
    </Card>
  );
}

/** How much of a budget is used, as a bar and in words. */
export function BudgetBar({ sum }: { sum: { budget: number | null; utilization_percent: number | null; name?: string } }) {
  if (sum.budget === null) return <Text c="dimmed">{text.noBudget}</Text>;
  const percent = sum.utilization_percent ?? 0;
  return (
    <div className={css.budget}>
      <Text size="sm">
        {formatMoney(sum.budget)} · {text.of(`${percent.toFixed(0)} %`)}
      </Text>
      <Progress value={Math.min(100, percent)} color={percent >= 100 ? 'red' : percent >= 80 ? 'yellow' : 'bronze'} size="sm" aria-label={text.of(`${percent.toFixed(0)} %`)} />
    </div>
  );
}

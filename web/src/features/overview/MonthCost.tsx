import { Progress, Stack, Text } from '@mantine/core';
import type { Api } from '@/shared/api/types';
import { AnchorLink } from '@/shared/ui/links';
import { formatMoney } from '@/shared/ui/money';
import { overview as text } from '@/text/overview';
import { Section } from './Section';
import css from './Section.module.css';

export function MonthCost({ costs }: { costs: Api<'CostOverviewView'> }) {
  const { total } = costs;
  return (
    <Section title={text.cost} more={<AnchorLink to="/costs">{text.allCosts}</AnchorLink>}>
      {total.projected === 0 && total.spent === 0 && total.budget === null ? (
        <Text c="dimmed">{text.noCost}</Text>
      ) : (
        <Stack gap={6}>
          <div>
            <span className={css.number}>{formatMoney(total.spent)}</span> <Text span>{text.spent}</Text>
          </div>
          {total.budget === null ? null : <Progress value={Math.min(100, total.utilization_percent ?? 0)} aria-label={text.cost} />}
          <Text c="dimmed">
            {text.projected(formatMoney(total.projected))} · {total.budget === null ? text.noBudget : text.ofBudget(`${(total.utilization_percent ?? 0).toFixed(0)} %`, formatMoney(total.budget))}
          </Text>
        </Stack>
      )}
    </Section>
  );
}

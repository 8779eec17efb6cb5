import { Text, Title } from '@mantine/core';
import { $api } from '@/shared/api/client';
import { May } from '@/shared/api/may';
import type { Api, Schedule } from '@/shared/api/types';
import { formatTime } from '@/shared/time/format';
import { useZone } from '@/shared/time/zone';
import { Answer } from '@/shared/ui/Answer';
import { formatMoney } from '@/shared/ui/money';
import { schedule as text } from '@/text/schedule';
import { Facts } from '../Facts';
import css from '../Schedule.module.css';
import { BudgetForm } from './BudgetForm';

const words = text.settings;

/** What this month costs and may cost. */
export function Budget({ schedule }: { schedule: Schedule }) {
  const query = $api.useQuery('get', '/api/schedules/{id}/cost', { params: { path: { id: schedule.id } } }, { retry: false });
  return (
    <section className={css.section} aria-label={words.cost}>
      <Title order={2} size="h4">
        {words.cost}
      </Title>
      <Answer of={query} rows={4}>
        {(cost) => (
          <>
            <Numbers cost={cost} />
            <May do="workflow.schedule:write">
              <BudgetForm key={`${cost.budget} ${cost.budget_from}`} schedule={schedule} cost={cost} />
            </May>
          </>
        )}
      </Answer>
    </section>
  );
}

function Numbers({ cost }: { cost: Api<'ScheduleCostView'> }) {
  const zone = useZone(cost.timezone);
  const used = cost.utilization_percent === null ? '' : `, ${words.used(`${Math.round(cost.utilization_percent)} %`)}`;
  const from = cost.budget_from ? `, ${words.budgetFroms[cost.budget_from] ?? cost.budget_from}` : '';
  return (
    <>
      <Facts
        of={{
          [words.perRun]: formatMoney(cost.cost_per_run),
          [words.spent]: formatMoney(cost.spent),
          [words.reserved]: cost.reserved > 0 ? formatMoney(cost.reserved) : null,
          [words.projected]: formatMoney(cost.projected),
          [words.budget]: cost.budget === null ? words.noBudget : `${formatMoney(cost.budget)}${from}${used}`,
          [words.costLimit]: cost.cost_limit === null ? null : formatMoney(cost.cost_limit),
        }}
      />
      {cost.exceeded_at ? (
        <Text size="sm" fw={600}>
          {words.exceeded(formatTime(cost.exceeded_at, zone))}
        </Text>
      ) : null}
    </>
  );
}

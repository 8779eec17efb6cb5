import { Button, Group, NumberInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { actor } from '@/shared/api/actor';
import { call, client } from '@/shared/api/client';
import { problemsOf } from '@/shared/api/problem';
import type { Api, Schedule } from '@/shared/api/types';
import { useAct } from '@/shared/api/useAct';
import { schedule as text } from '@/text/schedule';

const words = text.settings;

/** Sets what a month of the schedule may cost, or takes what was set away. */
export function BudgetForm({ schedule, cost }: { schedule: Schedule; cost: Api<'ScheduleCostView'> }) {
  const [month, setMonth] = useState<number | string>(cost.budget ?? '');
  const path = { scope: 'schedule' as const, subject: schedule.id };
  const set = useAct((value: number) => call(client.PUT('/api/costs/budgets/{scope}/{subject}', { params: { path }, body: { month: value, by: actor() } })), { done: () => words.budgetSet, ownProblems: true });
  const remove = useAct(() => call(client.DELETE('/api/costs/budgets/{scope}/{subject}', { params: { path }, body: { by: actor() } })), { done: () => words.budgetRemoved });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typeof month === 'number') set.mutate(month);
  };
  return (
    <form onSubmit={submit}>
      <Group align="end" gap="xs">
        <NumberInput
          size="xs"
          label={words.budget}
          description={words.budgetHint}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          prefix="$"
          min={0}
          decimalScale={2}
          thousandSeparator=","
          value={month}
          onChange={setMonth}
          error={set.error ? problemsOf(set.error)[0]?.message : undefined}
        />
      </Group>
      <Group gap="xs" mt="xs">
        <Button size="xs" variant="default" type="submit" loading={set.isPending} disabled={typeof month !== 'number'}>
          {words.budgetSave}
        </Button>
        {cost.budget_from === 'api' ? (
          <Button size="xs" variant="subtle" loading={remove.isPending} onClick={() => remove.mutate()}>
            {words.budgetRemove}
          </Button>
        ) : null}
      </Group>
    </form>
  );
}

import { Button, Group, Modal, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { actor } from '@/shared/api/actor';
import { call, client } from '@/shared/api/client';
import { useAct } from '@/shared/api/useAct';
import { formatMoney } from '@/shared/ui/money';
import { ProblemList } from '@/shared/ui/ProblemList';
import { costs as text } from '@/text/costs';

type Props = { scope: 'owner' | 'schedule'; subject: string; budget: number | null; removable: boolean; onClose: () => void };

/** Sets or takes away what a month may cost an owner or a schedule. */
export function BudgetDialog({ scope, subject, budget, removable, onClose }: Props) {
  const [amount, setAmount] = useState<number | string>(budget ?? '');
  const [reason, setReason] = useState('');
  const path = { path: { scope, subject } };
  const said = { by: actor(), reason: reason || undefined };
  const set = useAct((month: number) => call(client.PUT('/api/costs/budgets/{scope}/{subject}', { params: path, body: { month, ...said } })), {
    done: (_, month) => text.budget.saved(subject, formatMoney(month)),
    after: onClose,
    ownProblems: true,
  });
  const remove = useAct(() => call(client.DELETE('/api/costs/budgets/{scope}/{subject}', { params: path, body: said })), { done: () => text.budget.removed(subject), after: onClose, ownProblems: true });
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (amount !== '') set.mutate(Number(amount));
  };
  return (
    <Modal opened onClose={onClose} title={text.budget.title(subject)}>
      <form onSubmit={save}>
        <Stack gap="sm">
          <Text size="sm">{text.budget.words}</Text>
          <ProblemList error={set.error ?? remove.error} />
          <NumberInput label={text.budget.amount} prefix="$" decimalScale={2} thousandSeparator="," min={0} value={amount} onChange={setAmount} required data-autofocus />
          <TextInput label={text.budget.reason} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          <Group justify="flex-end">
            {removable ? (
              <Button variant="default" onClick={() => remove.mutate(undefined)} loading={remove.isPending}>
                {text.budget.remove}
              </Button>
            ) : null}
            <Button type="submit" loading={set.isPending} disabled={amount === ''}>
              {text.budget.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

import { Button, Group, Table, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { May } from '@/shared/api/may';
import type { Api } from '@/shared/api/types';
import { Time } from '@/shared/time/Time';
import { AnchorLink } from '@/shared/ui/links';
import { formatCount, formatMoney } from '@/shared/ui/money';
import { costs as text } from '@/text/costs';
import { BudgetDialog } from './BudgetDialog';
import css from './Costs.module.css';
import { BudgetBar } from './CostTotal';

export function ScheduleCosts({ schedules, total }: { schedules: Api<'ScheduleCostView'>[]; total: number }) {
  const [chosen, choose] = useState<Api<'ScheduleCostView'> | null>(null);
  return (
    <section aria-label={text.schedules.title}>
      <Group justify="space-between" mb="xs">
        <Title order={2}>{text.schedules.title}</Title>
        <Text c="dimmed">{text.schedules.shown(formatCount(schedules.length), formatCount(total))}</Text>
      </Group>
      {schedules.length === 0 ? (
        <Text c="dimmed">{text.schedules.none}</Text>
      ) : (
        <Table.ScrollContainer minWidth={760} scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': text.schedules.title, role: 'region' } }}>
          <Table verticalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{text.schedules.name}</Table.Th>
                <Table.Th>{text.schedules.owner}</Table.Th>
                <Table.Th className={css.amount}>{text.schedules.spent}</Table.Th>
                <Table.Th className={css.amount}>{text.schedules.projected}</Table.Th>
                <Table.Th>{text.schedules.budget}</Table.Th>
                <Table.Th>{text.schedules.exceeded}</Table.Th>
                <Table.Td />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {schedules.map((cost) => (
                <Table.Tr key={cost.schedule_id}>
                  <Table.Td>
                    <AnchorLink to="/schedules/$id" params={{ id: cost.schedule_id }}>
                      {cost.schedule_id}
                    </AnchorLink>
                  </Table.Td>
                  <Table.Td>{cost.owner}</Table.Td>
                  <Table.Td className={css.amount}>{formatMoney(cost.spent)}</Table.Td>
                  <Table.Td className={css.amount}>{formatMoney(cost.projected)}</Table.Td>
                  <Table.Td>
                    <BudgetBar sum={cost} />
                  </Table.Td>
                  <Table.Td>{cost.exceeded_at ? <Time at={cost.exceeded_at} zone={cost.timezone} show="short" /> : null}</Table.Td>
                  <Table.Td className={css.amount}>
                    <May do="workflow.schedule:write">
                      <Button size="compact-sm" variant="default" onClick={() => choose(cost)} aria-label={text.budget.setFor(cost.schedule_id)}>
                        {text.budget.set}
                      </Button>
                    </May>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {chosen ? <BudgetDialog scope="schedule" subject={chosen.schedule_id} budget={chosen.budget} removable={chosen.budget_from === 'api'} onClose={() => choose(null)} /> : null}
    </section>
  );
}

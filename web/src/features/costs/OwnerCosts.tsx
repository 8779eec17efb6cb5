import { Button, Table, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { May } from '@/shared/api/may';
import type { Api } from '@/shared/api/types';
import { formatMoney } from '@/shared/ui/money';
import { costs as text } from '@/text/costs';
import { BudgetDialog } from './BudgetDialog';
import css from './Costs.module.css';
import { BudgetBar } from './CostTotal';

export function OwnerCosts({ owners }: { owners: Api<'CostSumView'>[] }) {
  const [chosen, choose] = useState<Api<'CostSumView'> | null>(null);
  return (
    <section aria-label={text.owners.title}>
      <Title order={2} mb="xs">
        {text.owners.title}
      </Title>
      {owners.length === 0 ? (
        <Text c="dimmed">{text.owners.none}</Text>
      ) : (
        <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': text.owners.title, role: 'region' } }}>
          <Table verticalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{text.owners.name}</Table.Th>
                <Table.Th className={css.amount}>{text.schedules.spent}</Table.Th>
                <Table.Th className={css.amount}>{text.schedules.projected}</Table.Th>
                <Table.Th>{text.schedules.budget}</Table.Th>
                <Table.Td />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {owners.map((owner) => (
                <Table.Tr key={owner.name}>
                  <Table.Td>{owner.name}</Table.Td>
                  <Table.Td className={css.amount}>{formatMoney(owner.spent)}</Table.Td>
                  <Table.Td className={css.amount}>{formatMoney(owner.projected)}</Table.Td>
                  <Table.Td>
                    <BudgetBar sum={owner} />
                  </Table.Td>
                  <Table.Td className={css.amount}>
                    <May do="workflow.schedule:write">
                      <Button size="compact-sm" variant="default" onClick={() => choose(owner)} aria-label={text.budget.setFor(owner.name)}>
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
      {chosen ? <BudgetDialog scope="owner" subject={chosen.name} budget={chosen.budget} removable={chosen.budget !== null} onClose={() => choose(null)} /> : null}
    </section>
  );
}

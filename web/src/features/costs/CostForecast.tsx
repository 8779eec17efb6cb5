import { Table, Text, Title } from '@mantine/core';
import { $api } from '@/shared/api/client';
import { Answer } from '@/shared/ui/Answer';
import { formatCount, formatMoney } from '@/shared/ui/money';
import { costs as text } from '@/text/costs';
import css from './Costs.module.css';
import { monthWords } from './month';

export function CostForecast() {
  const forecast = $api.useQuery('get', '/api/costs/forecast', { params: { query: { months: 3 } } });
  return (
    <section aria-label={text.forecast.title}>
      <Title order={2} mb="xs">
        {text.forecast.title}
      </Title>
      <Answer of={forecast} rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <Text c="dimmed">{text.forecast.none}</Text>
          ) : (
            <Table verticalSpacing={6} maw={640}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{text.forecast.month}</Table.Th>
                  <Table.Th className={css.amount}>{text.forecast.runs}</Table.Th>
                  <Table.Th className={css.amount}>{text.forecast.projected}</Table.Th>
                  <Table.Th>{text.forecast.over}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((month) => (
                  <Table.Tr key={month.month}>
                    <Table.Td>{monthWords(month.month)}</Table.Td>
                    <Table.Td className={css.amount}>{formatCount(month.runs)}</Table.Td>
                    <Table.Td className={css.amount}>{formatMoney(month.projected)}</Table.Td>
                    <Table.Td>{month.over_budget.length === 0 ? text.forecast.within : month.over_budget.join(', ')}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Answer>
    </section>
  );
}

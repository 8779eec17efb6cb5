import { Badge, Group, Table } from '@mantine/core';
import type { Api } from '@/shared/api/types';
import { Time } from '@/shared/time/Time';
import { AnchorLink } from '@/shared/ui/links';
import { ProblemLine } from '@/shared/ui/ProblemList';
import { StateMark } from '@/shared/ui/StateMark';
import { stateOfRun } from '@/shared/ui/states';
import { strategies as text } from '@/text/strategies';
import css from './StrategyTable.module.css';

const columns = text.columns;

export function StrategyTable({ items }: { items: readonly Api<'StrategyView'>[] }) {
  return (
    <Table aria-label={text.table} highlightOnHover verticalSpacing={6} className={css.table}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{columns.strategy}</Table.Th>
          <Table.Th className={css.wide}>{columns.parameters}</Table.Th>
          <Table.Th className={css.wide}>{columns.tags}</Table.Th>
          <Table.Th className={css.wide}>{columns.owner}</Table.Th>
          <Table.Th>{columns.state}</Table.Th>
          <Table.Th>{columns.next}</Table.Th>
          <Table.Th className={css.wide}>{columns.last}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((item) => (
          <Row key={item.id} of={item} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Row({ of: item }: { of: Api<'StrategyView'> }) {
  return (
    <Table.Tr>
      <Table.Td>
        <AnchorLink to="/strategies/$id" params={{ id: item.id }} fw={600}>
          {item.name ?? item.id}
        </AnchorLink>
        <div className={css.where}>
          {`${item.id} · `}
          <AnchorLink to="/templates/$id" params={{ id: item.template }} inherit underline="always">
            {item.template}
          </AnchorLink>
        </div>
        {item.stale ? <div className={css.standing}>{text.stale}</div> : null}
        {item.problems.slice(0, 2).map((problem) => (
          <ProblemLine key={`${problem.code} ${problem.field} ${problem.message}`} problem={problem} />
        ))}
      </Table.Td>
      <Table.Td className={css.wide}>
        <span className={css.where}>
          {Object.entries(item.parameters)
            .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
            .join(', ')}
        </span>
      </Table.Td>
      <Table.Td className={css.wide}>
        <Group gap={4}>
          {item.tags.map((tag) => (
            <Badge key={tag} variant="default">
              {tag}
            </Badge>
          ))}
        </Group>
      </Table.Td>
      <Table.Td className={css.wide}>{item.owner}</Table.Td>
      <Table.Td>{text.statuses[item.status]}</Table.Td>
      <Table.Td>{item.next_run_at ? <Time at={item.next_run_at} show="relative" /> : <span className={css.quiet}>{text.noNext}</span>}</Table.Td>
      <Table.Td className={css.wide}>
        {item.last_run ? (
          <AnchorLink to="/runs/$id" params={{ id: item.last_run.id }} c="inherit">
            <StateMark state={stateOfRun(item.last_run)} words={item.last_run.status} />
          </AnchorLink>
        ) : (
          <span className={css.quiet}>{text.never}</span>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

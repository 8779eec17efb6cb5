import { Badge, Group, Table, Tooltip } from '@mantine/core';
import type { Api } from '@/shared/api/types';
import { Time } from '@/shared/time/Time';
import { AnchorLink } from '@/shared/ui/links';
import { ProblemLine } from '@/shared/ui/ProblemList';
import { StateMark } from '@/shared/ui/StateMark';
import { stateOfRun } from '@/shared/ui/states';
import { workflows as text } from '@/text/workflows';
import css from './WorkflowTable.module.css';

const shownProblems = 2;

/** One workflow with what is wrong with its file. */
export function WorkflowRow({ of: item }: { of: Api<'WorkflowSummary'> }) {
  const name = item.name ?? item.id ?? item.path;
  return (
    <Table.Tr>
      <Table.Td>
        <div className={css.name}>
          {item.id ? (
            <AnchorLink to="/workflows/$id" params={{ id: item.id }} fw={600}>
              {name}
            </AnchorLink>
          ) : (
            name
          )}
        </div>
        {item.id ? <div className={css.where}>{placeOf(item.id, item)}</div> : null}
        {item.valid && item.problems.length === 0 ? null : <Problems of={item} />}
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
      <Table.Td className={css.number}>{item.id ? item.task_count : null}</Table.Td>
      <Table.Td className={css.number}>{item.schedule_count > 0 || !item.id ? item.schedule_count || null : <span className={css.quiet}>{text.noSchedule}</span>}</Table.Td>
      <Table.Td>{item.last_run ? <LastRun run={item.last_run} /> : <span className={css.quiet}>{text.never}</span>}</Table.Td>
    </Table.Tr>
  );
}

// The file most often has the workflow's name.
function placeOf(id: string, item: Api<'WorkflowSummary'>): string {
  if (item.template) return `${id} · ${text.ofTemplate(item.template)}`;
  return item.path === `${id}.yaml` ? item.path : `${id} · ${item.path}`;
}

function LastRun({ run }: { run: Api<'RunRecord'> }) {
  return (
    <span className={css.last}>
      <AnchorLink to="/runs/$id" params={{ id: run.id }} c="inherit">
        <StateMark state={stateOfRun(run)} words={run.status} />
      </AnchorLink>
      <span className={css.quiet}>
        <Time at={run.created_at} show="relative" />
      </span>
    </span>
  );
}

function Problems({ of: item }: { of: Api<'WorkflowSummary'> }) {
  return (
    <div>
      {item.stale || !item.valid ? (
        <Tooltip label={item.id ? text.staleWords : text.brokenWords} multiline maw={320}>
          <span className={css.standing}>{item.id ? text.stale : text.broken}</span>
        </Tooltip>
      ) : null}
      {item.problems.slice(0, shownProblems).map((problem) => (
        <ProblemLine key={`${problem.code} ${problem.line} ${problem.message}`} problem={problem} />
      ))}
      {item.problems.length > shownProblems ? text.problems(item.problems.length) : null}
    </div>
  );
}

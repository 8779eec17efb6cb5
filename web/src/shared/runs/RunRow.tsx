import { Link } from '@tanstack/react-router';
import type { MouseEvent } from 'react';
import type { Run } from '@/shared/api/types';
import { Elapsed } from '@/shared/time/Elapsed';
import { formatDuration } from '@/shared/time/format';
import { Time } from '@/shared/time/Time';
import { formatMoney } from '@/shared/ui/money';
import { StateMark } from '@/shared/ui/StateMark';
import { stateOfRun } from '@/shared/ui/states';
import { runs as text } from '@/text/runs';
import type { RunColumn } from './columns';
import css from './RunTable.module.css';

type Props = { run: Run; row: number; columns: readonly RunColumn[]; onPick?: (run: Run) => void; zone?: string | null };

export function RunRow({ run, row, columns, onPick, zone }: Props) {
  const pick = (event: MouseEvent) => {
    if (!onPick || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    onPick(run);
  };
  return (
    <tr className={css.row} aria-rowindex={row}>
      {columns.map((column) => (
        <td key={column} data-column={column}>
          <Cell column={column} run={run} zone={zone ?? run.window?.timezone} onOpen={pick} />
        </td>
      ))}
    </tr>
  );
}

function Cell({ column, run, zone, onOpen }: { column: RunColumn; run: Run; zone: string | undefined; onOpen: (event: MouseEvent) => void }) {
  switch (column) {
    case 'state':
      return (
        <Link to="/runs/$id" params={{ id: run.id }} className={css.open} onClick={onOpen}>
          <StateMark state={stateOfRun(run)} words={text.status[run.status]} />
        </Link>
      );
    case 'workflow':
      return (
        <>
          <Clip words={run.workflow_id} />
          {run.schedule_id ? <Clip words={run.schedule_id} className={css.small} /> : null}
        </>
      );
    case 'trigger':
      return text.triggers[run.trigger];
    case 'nominal':
      return run.nominal_at ? <Time at={run.nominal_at} zone={zone} show="short" /> : null;
    case 'started':
      return run.started_at ? <Time at={run.started_at} zone={zone} show="short" /> : null;
    case 'took':
      return run.started_at ? <Elapsed from={run.started_at} to={run.completed_at} /> : null;
    case 'late':
      return run.lateness_ms === null ? null : formatDuration(run.lateness_ms);
    case 'tasks':
      return (
        <>
          {text.tasks(run.tasks_succeeded, run.tasks_total)}
          {run.tasks_failed > 0 ? <div className={css.failed}>{text.tasksFailed(run.tasks_failed)}</div> : null}
        </>
      );
    case 'cost':
      return run.cost === 0 ? null : formatMoney(run.cost);
    case 'error': {
      const words = run.error ? `${run.error.message} ${run.error.code}` : run.cancel_reason;
      return words ? <Clip words={words} /> : null;
    }
  }
}

function Clip({ words, className = '' }: { words: string; className?: string }) {
  return (
    <div className={`${css.clip} ${className}`} title={words}>
      {words.split('\n')[0]}
    </div>
  );
}

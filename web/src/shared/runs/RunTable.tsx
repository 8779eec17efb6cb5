import { useEffect } from 'react';
import type { Run } from '@/shared/api/types';
import { runs as text } from '@/text/runs';
import { columns, type RunColumn } from './columns';
import { RunRow } from './RunRow';
import css from './RunTable.module.css';
import { useRows } from './useRows';

type Props = {
  runs: readonly Run[];
  /** Whether the server has more than `runs`. */
  hasMore?: boolean;
  /** Asked when the end comes near; it may be asked again while more is read. */
  loadMore?: () => void;
  /** Columns that say nothing here, such as the workflow on a workflow's page. */
  hide?: readonly RunColumn[];
  /** Told instead of opening the run's page. */
  onPick?: (run: Run) => void;
  /** The schedule's zone, for those who look at times in it. */
  zone?: string | null;
};

/** Runs, one a line, as many as there are: only those in sight are drawn, and new ones on top move nothing that is being read. */
export function RunTable({ runs, hasMore = false, loadMore, hide = [], onPick, zone }: Props) {
  const { body, rows, before, after } = useRows(runs);
  const shown = columns.filter((column) => !hide.includes(column));
  const last = rows.at(-1)?.index ?? -1;
  useEffect(() => {
    if (hasMore && last >= runs.length - 15) loadMore?.();
  }, [hasMore, last, runs.length, loadMore]);
  return (
    <div className={css.room}>
      <table className={css.table} aria-label={text.table} aria-rowcount={hasMore ? -1 : runs.length + 1}>
        <thead>
          <tr>
            {shown.map((column) => (
              <th key={column} scope="col" data-column={column}>
                {text.columns[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          <Space height={before} />
          {rows.map(({ index }) => {
            const run = runs[index];
            return run ? <RunRow key={run.id} run={run} row={index + 2} columns={shown} onPick={onPick} zone={zone} /> : null;
          })}
          <Space height={after} />
        </tbody>
      </table>
      {hasMore ? <div className={css.more}>{text.loadingMore}</div> : null}
    </div>
  );
}

// One cell, not one over all columns: where columns are hidden, those that it spans would still take their room.
function Space({ height }: { height: number }) {
  return height > 0 ? (
    <tr aria-hidden="true">
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- only room */}
      <td className={css.space} style={{ height }} />
    </tr>
  ) : null;
}

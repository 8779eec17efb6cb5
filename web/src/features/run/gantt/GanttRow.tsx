import { ChevronRight } from 'lucide-react';
import type { MouseEvent } from 'react';
import { formatDuration } from '@/shared/time/format';
import { StateMark } from '@/shared/ui/StateMark';
import { stateWords } from '@/shared/ui/states';
import { run } from '@/text/run';
import type { Pick } from '../taskKey';
import css from './Gantt.module.css';
import type { Bar, Row } from './geometry';

const text = run.gantt;

type Props = {
  row: Row;
  top: number;
  share: (at: number) => string;
  /** Its number among the rows, from 1. */
  place: { at: number; of: number };
  selected: boolean;
  attempt: number | undefined;
  reachable: boolean;
  onSelect: (pick: Pick, attempt?: number) => void;
  onToggle: (task: string) => void;
};

/** A task: its name, and what it waited for and did. */
export function GanttRow({ row, top, share, place, selected, attempt, reachable, onSelect, onToggle }: Props) {
  const toggle = (event: MouseEvent) => {
    event.stopPropagation();
    onToggle(row.pick.task);
  };
  const pickBar = (event: MouseEvent, bar: Bar) => {
    event.stopPropagation();
    onSelect(row.pick, bar.attempt);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the tree hears the keys
    <div
      className={css.row}
      style={{ transform: `translateY(${top}px)` }}
      role="treeitem"
      aria-level={row.depth + 1}
      aria-expanded={row.items > 0 ? row.open : undefined}
      aria-selected={selected}
      aria-setsize={place.of}
      aria-posinset={place.at}
      data-key={row.key}
      tabIndex={reachable ? 0 : -1}
      onClick={() => onSelect(row.pick)}
    >
      <span className={css.name} data-depth={row.depth}>
        {row.items > 0 ? (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- arrow keys do the same
          <span className={css.toggle} aria-hidden="true" data-open={row.open} title={text.expand} onClick={toggle}>
            <ChevronRight size={14} />
          </span>
        ) : null}
        <StateMark state={row.state} bare />
        <span className={css.clip} title={row.key}>
          {row.key}
        </span>
        {row.items > 0 ? <span className={css.count}>{text.items(row.items)}</span> : null}
      </span>
      <span className={css.track} aria-hidden="true">
        {row.bars.map((bar) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- attempts are reached by keys in the panel beside
          <span
            key={`${bar.kind} ${bar.from}`}
            className={css.bar}
            data-kind={bar.kind}
            data-state={bar.state}
            data-current={bar.attempt !== undefined && bar.attempt === attempt}
            style={{ left: share(bar.from), width: `calc(${share(bar.to)} - ${share(bar.from)})`, '--bar': `var(--state-${bar.state})` } as React.CSSProperties}
            title={text.bar(bar.attempt === undefined ? text.kinds[bar.kind] : text.attempt(bar.attempt), bar.kind === 'attempt' ? stateWords[bar.state] : null, formatDuration(bar.to - bar.from))}
            onClick={(event) => pickBar(event, bar)}
          />
        ))}
      </span>
    </div>
  );
}

import { Text } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { TaskRun } from '@/shared/api/types';
import { useNow } from '@/shared/time/clock';
import { zoneName } from '@/shared/time/format';
import { run } from '@/text/run';
import { keyOf, type Pick } from '../taskKey';
import { ticksOf } from './axis';
import { GanttRow } from './GanttRow';
import css from './Gantt.module.css';
import { chartOf } from './geometry';

const text = run.gantt;
export const rowHeight = 26;

type Props = {
  tasks: readonly TaskRun[];
  /** When the run began and, once it has, when it ended; milliseconds since 1970. */
  from: number;
  to: number | null;
  /** The ids of the graph, in its order. */
  order: readonly string[];
  zone: string;
  selected: Pick | undefined;
  attempt: number | undefined;
  onSelect: (pick: Pick, attempt?: number) => void;
};

/** When each task waited and worked. A tree: fan-outs open to their items, and only the rows in sight are drawn. */
export function Gantt({ tasks, from, to, order, zone, selected, attempt, onSelect }: Props) {
  const now = useNow(1_000);
  const [opened, setOpened] = useState<ReadonlySet<string>>(() => new Set(selected?.item === undefined ? [] : [selected.task]));
  const { ref, width } = useElementSize();
  const room = useRef<HTMLDivElement>(null);
  const chart = useMemo(() => chartOf(tasks, { now: to ?? now, from, to, opened, order }), [tasks, now, from, to, opened, order]);
  const ticks = useMemo(() => ticksOf(chart.from, chart.to, zone, Math.max(2, Math.floor((width - 200) / 90))), [chart.from, chart.to, zone, width]);
  // oxlint-disable-next-line react/incompatible-library -- pages are not compiled
  const virtual = useVirtualizer({ count: chart.rows.length, getScrollElement: () => room.current, estimateSize: () => rowHeight, overscan: 8 });
  const current = selected && keyOf(selected);
  const reachable = chart.rows.some((row) => row.key === current) ? current : chart.rows[0]?.key;
  const share = (at: number) => `${(100 * (at - chart.from)) / (chart.to - chart.from)}%`;

  const toggle = (task: string) => {
    const next = new Set(opened);
    if (!next.delete(task)) next.add(task);
    setOpened(next);
  };
  const go = (index: number) => {
    const row = chart.rows[index];
    if (!row) return;
    virtual.scrollToIndex(index);
    onSelect(row.pick);
    window.requestAnimationFrame(() => room.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(row.key)}"]`)?.focus());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const index = chart.rows.findIndex((row) => row.key === (event.target as HTMLElement).dataset.key);
    const row = chart.rows[index];
    if (!row) return;
    const acts: Record<string, () => void> = {
      ArrowDown: () => go(index + 1),
      ArrowUp: () => go(index - 1),
      Home: () => go(0),
      End: () => go(chart.rows.length - 1),
      ArrowRight: () => (row.items > 0 && !row.open ? toggle(row.pick.task) : undefined),
      ArrowLeft: () => (row.open ? toggle(row.pick.task) : row.depth === 1 ? go(chart.rows.findIndex((each) => each.key === row.pick.task)) : undefined),
      Enter: () => onSelect(row.pick),
      ' ': () => onSelect(row.pick),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };

  if (chart.rows.length === 0) return <Text c="dimmed">{text.none}</Text>;
  return (
    <div ref={ref} className={css.chart}>
      <div className={css.axis} aria-hidden="true">
        <span className={css.zone}>{zoneName(chart.from, zone)}</span>
        <div className={css.scale}>
          {ticks.filter((tick) => tick.at <= chart.to - 0.1 * (chart.to - chart.from)).map((tick) => (
            <span key={tick.at} className={css.tick} style={{ left: share(tick.at) }}>
              {tick.words}
            </span>
          ))}
        </div>
      </div>
      <div ref={room} className={css.rows} role="tree" aria-label={text.label} onKeyDown={onKeyDown} tabIndex={-1}>
        <div className={css.all} style={{ height: virtual.getTotalSize() }}>
          <div className={css.lines} aria-hidden="true">
            {ticks.map((tick) => (
              <span key={tick.at} style={{ left: share(tick.at) }} />
            ))}
            {to === null ? <span className={css.now} title={text.now} style={{ left: '100%' }} /> : null}
          </div>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = chart.rows[index]!;
            return (
              <GanttRow
                key={row.key}
                row={row}
                top={start}
                share={share}
                place={{ at: index + 1, of: chart.rows.length }}
                selected={row.key === current}
                attempt={row.key === current ? attempt : undefined}
                reachable={row.key === reachable}
                onSelect={onSelect}
                onToggle={toggle}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

import { Checkbox } from '@mantine/core';
import { memo, useEffect, useRef } from 'react';
import { ScheduleMenuOf } from '@/shared/acts/ScheduleMenu';
import { scheduleName } from '@/shared/acts/scheduleName';
import type { ScheduleActs } from '@/shared/acts/useScheduleActs';
import type { Schedule } from '@/shared/api/types';
import { AnchorLink } from '@/shared/ui/links';
import { schedulesText as text } from '@/text/schedules';
import { Chips } from './Chips';
import { OutcomeStrip } from './OutcomeStrip';
import { CostCell, LastCell, NextCell, RateCell } from './RowCells';
import css from './table.module.css';
import type { Recent } from './useRecent';

type Props = {
  index: number;
  top: number;
  schedule: Schedule | undefined;
  recent: Recent | undefined;
  selected: boolean;
  /** The row that the keyboard stands on; only its controls are reached by Tab. */
  current: boolean;
  /** The keyboard has come here: the row takes the focus. */
  grab: boolean;
  acts: ScheduleActs;
  onSelect: (schedule: Schedule) => void;
  onCurrent: (index: number) => void;
};

export const ListRow = memo(function ListRow({ index, top, schedule, recent, selected, current, grab, acts, onSelect, onCurrent }: Props) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (grab) row.current?.focus({ preventScroll: true });
  }, [grab]);
  const tab = current ? 0 : -1;
  if (!schedule)
    return (
      <div className={css.row} style={{ transform: `translateY(${top}px)` }} role="row" aria-rowindex={index + 2} aria-busy="true">
        <span role="gridcell" className={css.waiting}>
          {text.loading}
        </span>
      </div>
    );
  const name = scheduleName(schedule);
  return (
    <div
      ref={row}
      className={css.row}
      style={{ transform: `translateY(${top}px)` }}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      tabIndex={tab}
      data-row={index}
      data-resting={schedule.status !== 'active' || undefined}
      onFocus={() => onCurrent(index)}
    >
      <span role="gridcell" className={css.select}>
        <Checkbox size="xs" tabIndex={tab} aria-label={text.select(name)} checked={selected} onChange={() => onSelect(schedule)} />
      </span>
      <span role="gridcell" className={css.name}>
        <span className={css.title}>
          <AnchorLink to="/schedules/$id" params={{ id: schedule.id }} tabIndex={tab} className={css.link} title={schedule.id}>
            {name}
          </AnchorLink>
        </span>
        <span className={css.under}>
          <Chips schedule={schedule} />
          <span className={css.id}>{schedule.workflow_id}</span>
        </span>
      </span>
      <span role="gridcell" className={css.words}>
        <span className={css.clip} title={schedule.words ?? undefined}>
          {schedule.words ?? text.noWords}
        </span>
        <span className={css.under}>{schedule.timezone}</span>
      </span>
      <span role="gridcell" className={css.next}>
        <NextCell schedule={schedule} />
      </span>
      <span role="gridcell" className={css.last}>
        <LastCell schedule={schedule} />
      </span>
      <span role="gridcell" className={css.recent}>
        <OutcomeStrip recent={recent} zone={schedule.timezone} upcoming={schedule.status === 'active' && schedule.next_run_at !== null} />
      </span>
      <span role="gridcell" className={css.rate}>
        <RateCell recent={recent} />
      </span>
      <span role="gridcell" className={css.cost}>
        <CostCell recent={recent} />
      </span>
      <span role="gridcell" className={css.menu}>
        <ScheduleMenuOf schedule={schedule} acts={acts} tabIndex={tab} />
      </span>
    </div>
  );
});

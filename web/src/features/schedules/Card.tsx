import { Checkbox, Switch } from '@mantine/core';
import { memo } from 'react';
import { ScheduleMenuOf } from '@/shared/acts/ScheduleMenu';
import { scheduleName } from '@/shared/acts/scheduleName';
import type { ScheduleActs } from '@/shared/acts/useScheduleActs';
import { May } from '@/shared/api/may';
import type { Schedule } from '@/shared/api/types';
import { AnchorLink } from '@/shared/ui/links';
import { schedulesText as text } from '@/text/schedules';
import css from './card.module.css';
import { Chips } from './Chips';
import { OutcomeStrip } from './OutcomeStrip';
import { CostCell, LastCell, NextCell, RateCell } from './RowCells';
import type { Recent } from './useRecent';

type Props = { schedule: Schedule; recent: Recent | undefined; selected: boolean; acts: ScheduleActs; onSelect: (schedule: Schedule) => void };

export const Card = memo(function Card({ schedule, recent, selected, acts, onSelect }: Props) {
  const name = scheduleName(schedule);
  return (
    <article className={css.card} data-selected={selected || undefined} data-resting={schedule.status !== 'active' || undefined}>
      <header className={css.top}>
        <Checkbox size="xs" aria-label={text.select(name)} checked={selected} onChange={() => onSelect(schedule)} />
        <AnchorLink to="/schedules/$id" params={{ id: schedule.id }} className={css.name} title={schedule.id}>
          {name}
        </AnchorLink>
        <May do="workflow.schedule:write">
          {schedule.archived_at ? null : (
            <Switch size="xs" checked={schedule.enabled} aria-label={text.enabledSwitch(name)} onChange={() => (schedule.enabled ? acts.disable(schedule) : acts.enable(schedule))} />
          )}
        </May>
        <ScheduleMenuOf schedule={schedule} acts={acts} />
      </header>
      <p className={css.words} title={schedule.words ?? undefined}>
        {schedule.words ?? text.noWords} <span className={css.zone}>{schedule.timezone}</span>
      </p>
      <div className={css.chips}>
        <Chips schedule={schedule} />
      </div>
      <OutcomeStrip recent={recent} zone={schedule.timezone} upcoming={schedule.status === 'active' && schedule.next_run_at !== null} />
      <dl className={css.facts}>
        <div>
          <dt>{text.columns.next}</dt>
          <dd>
            <NextCell schedule={schedule} />
          </dd>
        </div>
        <div>
          <dt>{text.columns.last}</dt>
          <dd>
            <LastCell schedule={schedule} />
          </dd>
        </div>
        <div>
          <dt>{text.columns.rate}</dt>
          <dd>
            <RateCell recent={recent} />
          </dd>
        </div>
        <div>
          <dt>{text.columns.cost}</dt>
          <dd>
            <CostCell recent={recent} />
          </dd>
        </div>
      </dl>
    </article>
  );
});

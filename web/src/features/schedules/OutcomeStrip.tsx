import { VisuallyHidden } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { memo, type MouseEvent } from 'react';
import { formatShort } from '@/shared/time/format';
import { useZone } from '@/shared/time/zone';
import { now } from '@/shared/time/clock';
import { stateWords, type State } from '@/shared/ui/states';
import { schedulesText as text } from '@/text/schedules';
import css from './strip.module.css';
import { outcomesOf, summaryOf, type Outcome } from './outcomes';
import type { Recent } from './useRecent';

const most = 30;
const step = 6;
const height = 18;

type Props = { recent: Recent | undefined; zone: string | null; upcoming: boolean };

/** The last thirty occurrences as bars of one width each, told apart by height and form as well as by colour, then now and the next one. */
export const OutcomeStrip = memo(function OutcomeStrip({ recent, zone, upcoming }: Props) {
  const shown = useZone(zone);
  const go = useNavigate();
  if (!recent) return <span className={css.loading} />;
  const outcomes = outcomesOf(recent).slice(-most);
  const start = (most - outcomes.length) * step;
  const end = most * step;
  // For the mouse alone: the schedule's page lists the runs for everybody. A link for each mark would be a thousand on a page.
  const open = (event: MouseEvent<SVGElement>) => {
    const run = (event.target as SVGElement).closest<SVGElement>('[data-run]')?.dataset.run;
    if (run) void go({ to: '/runs/$id', params: { id: run } });
  };
  return (
    <>
      <VisuallyHidden>{text.recentOf(summaryOf(outcomes))}</VisuallyHidden>
      <svg className={css.strip} viewBox={`0 0 ${end + 14} ${height}`} aria-hidden="true" preserveAspectRatio="xMaxYMid meet" onClick={open}>
        {outcomes.map((outcome, place) => (
          <Mark key={outcome.key} outcome={outcome} x={start + place * step} title={titleOf(outcome, shown)} />
        ))}
        <line x1={end + 2} x2={end + 2} y1="0" y2={height} stroke="var(--accent)" strokeWidth="1" />
        {upcoming ? <circle cx={end + 9} cy={height / 2} r="3" fill="none" stroke="var(--state-future)" strokeWidth="1.2" /> : null}
      </svg>
    </>
  );
});

function titleOf(outcome: Outcome, zone: string): string {
  return `${formatShort(outcome.at, zone, now())}: ${stateWords[outcome.state].toLowerCase()}${outcome.count > 1 ? text.times(outcome.count) : ''}`;
}

function Mark({ outcome, x, title }: { outcome: Outcome; x: number; title: string }) {
  return (
    <g data-run={outcome.run ?? undefined} className={outcome.run ? css.mark : undefined}>
      <title>{title}</title>
      <rect x={x} y="0" width={step} height={height} fill="transparent" />
      {form(outcome.state, x)}
    </g>
  );
}

function form(state: State, x: number) {
  const colour = `var(--state-${state})`;
  switch (state) {
    case 'completed':
      return <rect x={x + 1} y="5" width="4" height="8" rx="1" fill={colour} />;
    case 'failed':
      return <rect x={x + 1} y="0" width="4" height="18" rx="1" fill={colour} />;
    case 'missed':
      return <rect x={x + 1.5} y="2.5" width="3" height="13" fill="none" stroke={colour} strokeWidth="1" />;
    case 'running':
    case 'retry':
      return <path d={`M${x + 1} 13V5h4v8z M${x + 1} 9h4`} fill="none" stroke={colour} strokeWidth="1.2" />;
    case 'canceled':
      return <path d={`M${x + 1} 14l4 -10`} stroke={colour} strokeWidth="1.4" />;
    case 'pending':
      return <rect x={x + 1.5} y="5.5" width="3" height="7" fill="none" stroke={colour} strokeWidth="1" />;
    default:
      return <rect x={x + 1} y="8" width="4" height="2" fill={colour} />;
  }
}

import type { Schedule } from '@/shared/api/types';
import { Time } from '@/shared/time/Time';
import { StateMark } from '@/shared/ui/StateMark';
import { schedule as text } from '@/text/schedule';

const words = text.state;

/** How it stands, in one line, with the next step where there is one to take. */
export function StateLine({ schedule }: { schedule: Schedule }) {
  const zone = schedule.timezone;
  if (schedule.archived_at) {
    return (
      <>
        {words.archived} <Time at={schedule.archived_at} zone={zone} />. {words.archivedKept}
      </>
    );
  }
  if (!schedule.enabled) return <>{words.disabled}</>;
  if (schedule.auto_paused_at) {
    return (
      <>
        <StateMark state="failed" words={words.autoPaused(schedule.failures_in_row)} />
        {', '}
        <Time at={schedule.auto_paused_at} zone={zone} show="relative" />
      </>
    );
  }
  if (schedule.status === 'paused') {
    return (
      <>
        {words.paused(schedule.paused_by ?? '')}
        {schedule.pause_reason ? text.why(schedule.pause_reason) : ''}
        {', '}
        {schedule.paused_until ? (
          <>
            {words.until} <Time at={schedule.paused_until} zone={zone} />
          </>
        ) : (
          words.resumesByHand
        )}
      </>
    );
  }
  const failing = schedule.failures_in_row > 0 ? <StateMark state="failed" words={words.failing(schedule.failures_in_row)} /> : null;
  if (!schedule.next_run_at) return <>{schedule.finished ? words.finished(schedule.finished) : words.none}</>;
  return (
    <>
      {words.next} <Time at={schedule.next_run_at} zone={zone} /> {failing}
    </>
  );
}

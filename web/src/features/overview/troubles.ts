import type { Api, Schedule } from '@/shared/api/types';
import { formatDuration } from '@/shared/time/format';
import { formatMoney } from '@/shared/ui/money';
import { overview as text } from '@/text/overview';

export type Trouble = { key: string; grave: boolean; words: string; act: string; to: '/schedules/$id' | '/health' | '/costs'; id?: string };

/** Runs that start later than this after they were due are worth a word. */
const lateAfter = 10_000;

/** What is wrong, the gravest first, each with where to go. */
export function troublesOf(health: Api<'HealthDashboardView'> | undefined, reconcile: Api<'ReconcileView'> | undefined, paused: readonly Schedule[], costs: Api<'CostOverviewView'> | undefined): Trouble[] {
  const found: Trouble[] = [];
  const say = (trouble: Trouble) => found.push(trouble);
  if (health) {
    if (health.database_trouble) say({ key: 'database', grave: true, words: text.trouble.database(health.database_trouble), act: text.trouble.see, to: '/health' });
    if (health.lag_milliseconds > lateAfter) say({ key: 'late', grave: true, words: text.trouble.late(formatDuration(health.lag_milliseconds)), act: text.trouble.see, to: '/health' });
    const stopped = new Set(paused.filter((schedule) => schedule.auto_paused_at).map((schedule) => schedule.id));
    for (const failing of health.failing.filter((one) => !stopped.has(one.schedule_id))) {
      const words = failing.failures_in_row === 1 ? text.trouble.failingOnce(failing.schedule_id) : text.trouble.failing(failing.schedule_id, failing.failures_in_row);
      say({ key: `failing ${failing.schedule_id}`, grave: true, words, act: text.trouble.open, to: '/schedules/$id', id: failing.schedule_id });
    }
  }

  if (reconcile) {
    const wrong = reconcile.problems.filter((problem) => problem.severity === 'error').length;
    if (reconcile.error) say({ key: 'reconcile', grave: true, words: text.trouble.reconcile(reconcile.error), act: text.trouble.see, to: '/health' });
    if (wrong > 0) say({ key: 'definitions', grave: true, words: text.trouble.reconcileProblems(wrong), act: text.trouble.see, to: '/health' });
    if (reconcile.held.length > 0) say({ key: 'held', grave: false, words: text.trouble.held(reconcile.held.length), act: text.trouble.see, to: '/health' });
  }

  for (const schedule of paused.filter((one) => one.auto_paused_at))
    say({ key: `paused ${schedule.id}`, grave: true, words: text.trouble.autoPaused(schedule.id, schedule.auto_pause_reason ?? ''), act: text.trouble.open, to: '/schedules/$id', id: schedule.id });

  if (costs) {
    for (const sum of [costs.total, ...costs.owners]) {
      if (sum.budget === null) continue;
      if (sum.spent >= sum.budget) say({ key: `over ${sum.name}`, grave: true, words: text.trouble.overBudget(sum.name, formatMoney(sum.spent), formatMoney(sum.budget)), act: text.trouble.raise, to: '/costs' });
      else if (sum.projected > sum.budget) say({ key: `will ${sum.name}`, grave: false, words: text.trouble.willExceed(sum.name, formatMoney(sum.projected), formatMoney(sum.budget)), act: text.trouble.raise, to: '/costs' });
    }
  }

  return found.toSorted((a, b) => Number(b.grave) - Number(a.grave));
}

import type { Api } from '@/shared/api/types';
import { formatDuration } from '@/shared/time/format';
import { formatCount } from '@/shared/ui/money';
import { health as text } from '@/text/health';

export type Part = { name: string; well: boolean; words: string };

/** Planning later than this is more than a hiccup. */
const lateAfter = 5_000;

/** The parts of the system, each well or with why it is not. */
export function partsOf(health: Api<'HealthDashboardView'>, reconcile: Api<'ReconcileView'>, calendars: readonly Api<'CalendarSummary'>[], connections: readonly Api<'ConnectionRecord'>[], channels: readonly Api<'ChannelRecord'>[]): Part[] {
  const { nodes } = health;
  const free = nodes.reduce((sum, node) => sum + node.slots - node.running, 0);
  const errors = reconcile.problems.filter((problem) => problem.severity === 'error').length;
  const bad = calendars.filter((calendar) => calendar.ends_soon || calendar.stale || !calendar.is_known);
  const down = connections.filter((connection) => connection.health && connection.health.state !== 'closed').map((connection) => connection.name);
  const mute = channels.filter((channel) => channel.state === 'failing').map((channel) => channel.name);
  const late = health.lag_milliseconds > lateAfter;
  return [
    { name: text.checks.lag, well: !late, words: late ? text.checks.lagBad(formatDuration(health.lag_milliseconds)) : text.checks.lagGood },
    { name: text.checks.database, well: health.database_trouble === null, words: health.database_trouble ?? text.checks.databaseGood(bytes(health.database_bytes)) },
    {
      name: text.checks.reconcile,
      well: reconcile.ready && reconcile.error === null && errors === 0,
      words: reconcile.error ?? (reconcile.ready ? (errors > 0 ? text.checks.reconcileProblems(errors) : text.checks.reconcileGood(reconcile.files, formatDuration(reconcile.took_milliseconds))) : text.checks.reconcileWaits),
    },
    { name: text.checks.failing, well: health.failing.length === 0, words: health.failing.length === 0 ? text.checks.failingGood : text.checks.failingBad(health.failing.length) },
    { name: text.checks.slots, well: free > 0, words: free > 0 ? text.checks.slotsGood(formatCount(free)) : text.checks.slotsBad },
    { name: text.checks.calendars, well: bad.length === 0, words: bad.length === 0 ? text.checks.calendarsGood : text.checks.calendarsBad(bad.map((calendar) => calendar.id).join(', ')) },
    ...(connections.length > 0 ? [{ name: text.checks.connections, well: down.length === 0, words: down.length === 0 ? text.checks.connectionsGood : text.checks.connectionsBad(down.join(', ')) }] : []),
    ...(channels.length > 0 ? [{ name: text.checks.channels, well: mute.length === 0, words: mute.length === 0 ? text.checks.channelsGood : text.checks.channelsBad(mute.join(', ')) }] : []),
  ];
}

/** "6.9 MB". */
export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = count;
  let unit = 0;
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

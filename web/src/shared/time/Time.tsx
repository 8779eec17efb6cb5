import { useNow } from './clock';
import { formatRelative, formatShort, formatTime, toMillis, type When } from './format';
import { useZone } from './zone';

type Props = {
  at: When;
  /** The schedule's zone, for those who look at times in it. */
  zone?: string | null;
  /** `full`: "Mon 9 Mar 2026, 03:00 EDT · in 2 h". `short`: "9 Mar, 03:00 EDT". `relative`: "in 2 h". */
  show?: 'full' | 'short' | 'relative';
  seconds?: boolean;
};

/** A time with its zone; pointing at it shows UTC. */
export function Time({ at, zone, show = 'full', seconds }: Props) {
  const shown = useZone(zone);
  const now = useNow();
  const full = formatTime(at, shown, { seconds });
  const relative = formatRelative(at, now);
  const words = show === 'full' ? `${full} · ${relative}` : show === 'short' ? formatShort(at, shown, now) : relative;
  const utc = formatTime(at, 'UTC', { seconds: true });
  return (
    // The browser's own tooltip: pages show hundreds of times, and each costs next to nothing so.
    <time dateTime={new Date(toMillis(at)).toISOString()} title={show === 'full' ? utc : `${full} · ${relative} · ${utc}`}>
      {words}
    </time>
  );
}

import { useNow } from './clock';
import { formatDuration, toMillis, type When } from './format';

/** How long something took, or has taken so far. */
export function Elapsed({ from, to }: { from: When; to?: When | null }) {
  return to === null || to === undefined ? <Running from={toMillis(from)} /> : <span>{formatDuration(toMillis(to) - toMillis(from))}</span>;
}

function Running({ from }: { from: number }) {
  const now = useNow(1_000);
  return <span>{formatDuration(Math.max(0, now - from))}</span>;
}

import { formatClock, formatDuration, formatShort } from '@/shared/time/format';

export type Tick = { at: number; words: string };

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const steps = [second, 2 * second, 5 * second, 10 * second, 30 * second, minute, 2 * minute, 5 * minute, 10 * minute, 30 * minute, hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour, 24 * hour];

/** At most `most` round times from `from` to `to`, as the clock of the zone shows them. What is shorter than three seconds is told from its start. */
export function ticksOf(from: number, to: number, zone: string, most: number): Tick[] {
  const length = to - from;
  if (length < 3 * second) {
    const step = niceStep(length / most);
    return Array.from({ length: Math.floor(length / step) + 1 }, (_, index) => ({ at: from + index * step, words: `+${formatDuration(index * step)}` }));
  }
  const step = steps.find((each) => length / each <= most) ?? 24 * hour;
  const ticks: Tick[] = [];
  // Hours are counted as the zone's clock shows them; finer steps are the same in every zone that is off by half hours.
  const stride = Math.min(step, hour / 2);
  for (let at = Math.ceil(from / stride) * stride; at <= to; at += stride) if (isRound(at, step, zone)) ticks.push({ at, words: wordsOf(at, step, zone) });
  const every = Math.ceil(ticks.length / (most + 1));
  return ticks.filter((_, index) => index % every === 0);
}

function wordsOf(at: number, step: number, zone: string): string {
  return step < 24 * hour ? formatClock(at, zone, { seconds: step < minute }) : formatShort(at, zone, at).split(',')[0]!;
}

function isRound(at: number, step: number, zone: string): boolean {
  if (step < hour) return at % step === 0;
  const [hours = 0, minutes = 0] = formatClock(at, zone).split(':').map(Number);
  return minutes === 0 && (hours * hour) % step === 0;
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, rough)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough) ?? 10 * power;
}

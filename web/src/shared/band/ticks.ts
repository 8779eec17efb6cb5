import { bandText } from '@/text/band';
import { perMillisecond, type Scale } from './scale';
import { DAY, stepFor, type Step } from './steps';
import type { ZoneClock } from './zoneClock';

/** `strong` ticks begin a day, a month or a year, whatever the next larger unit is. */
export type Tick = { at: number; label: string; strong: boolean };

export type Ruler = {
  step: Step;
  ticks: Tick[];
  /** Small ticks without a label. */
  minor: number[];
  /** What the left edge of the band is in: "Mon 9 Mar", "March 2026", "2026". */
  context: string;
};

const LEAST_MINOR = 5;

/** The locals of a step in [from, to): days, Mondays, firsts of months, or plain multiples. */
function* locals({ unit, every, length }: Step, from: number, to: number): Generator<number> {
  if (unit === 'month' || unit === 'year') {
    const months = unit === 'month' ? every : 12 * every;
    const day = new Date(from);
    const first = day.getUTCFullYear() * 12 + day.getUTCMonth();
    for (let n = Math.floor(first / months) * months; ; n += months) {
      const local = Date.UTC(Math.floor(n / 12), n % 12, 1);
      if (local >= to) return;
      yield local;
    }
  }
  // The epoch was a Thursday; weeks begin on Monday.
  const shift = unit === 'week' ? 4 * DAY : 0;
  for (let n = Math.floor((from - shift) / length); n * length + shift < to; n++) yield n * length + shift;
}

const dayStep: Step = { unit: 'day', every: 1, length: DAY, room: 0, minor: 0 };
const monthStep: Step = { unit: 'month', every: 1, length: 28 * DAY, room: 0, minor: 0 };
const yearStep: Step = { unit: 'year', every: 1, length: 365 * DAY, room: 0, minor: 0 };

function larger({ unit }: Step): Step | undefined {
  if (unit === 'minute' || unit === 'hour') return dayStep;
  if (unit === 'day' || unit === 'week') return monthStep;
  return unit === 'month' ? yearStep : undefined;
}

function labelOf({ unit }: Step, local: number, roomy: boolean): string {
  if (unit === 'minute' || unit === 'hour') return bandText.clock(local);
  if (unit === 'day') return roomy ? bandText.weekdayNumber(local) : bandText.dayNumber(local);
  if (unit === 'week') return bandText.dayNumber(local);
  return unit === 'month' ? bandText.month(local) : bandText.year(local);
}

function strongLabelOf({ unit }: Step, local: number): string {
  if (unit === 'day') return bandText.day(local);
  return unit === 'month' ? bandText.month(local) : bandText.year(local);
}

function contextOf({ unit }: Step, local: number): string {
  if (unit === 'minute' || unit === 'hour') return bandText.day(local);
  if (unit === 'day' || unit === 'week') return bandText.monthAndYear(local);
  return unit === 'month' ? bandText.year(local) : '';
}

/** The ticks of a band, as the clocks of the zone show them: none in a gap, twice in an hour that comes twice. */
export function rulerOf(clock: ZoneClock, scale: Scale): Ruler {
  const perMs = perMillisecond(scale);
  const step = stepFor(perMs);
  const within = (at: number) => at >= scale.from && at < scale.to;
  // A clock set back shows local times again, so look a day further on both sides.
  const [from, to] = [clock.localOf(scale.from) - DAY, clock.localOf(scale.to) + DAY];
  const exact = step.unit === 'minute' || step.unit === 'hour';
  const roomy = step.length * perMs >= 56;

  const above = larger(step);
  const strong = new Map<number, Tick>();
  if (above) {
    for (const local of locals(above, from, to)) {
      const at = clock.startOf(local);
      if (within(at)) strong.set(at, { at, label: strongLabelOf(above, local), strong: true });
    }
  }
  const weak: Tick[] = [];
  for (const local of locals(step, from, to)) {
    for (const at of exact ? clock.momentsOf(local) : [clock.startOf(local)]) {
      if (within(at) && !strong.has(at)) weak.push({ at, label: labelOf(step, local, roomy), strong: false });
    }
  }
  const minor: number[] = [];
  if (step.minor * perMs >= LEAST_MINOR) {
    const small: Step = { ...step, unit: 'hour', every: 1, length: step.minor };
    for (const local of locals(small, from, to)) minor.push(...clock.momentsOf(local).filter(within));
  }
  return {
    step,
    ticks: [...strong.values(), ...weak].toSorted((a, b) => a.at - b.at),
    minor,
    context: contextOf(step, clock.localOf(scale.from)),
  };
}

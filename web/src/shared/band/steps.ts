type Unit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/** The distance between labelled ticks, and between the small ones in between. */
export type Step = {
  unit: Unit;
  every: number;
  /** Its length in milliseconds; the shortest for months and years. */
  length: number;
  /** The least pixels between two labels. */
  room: number;
  minor: number;
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const step = (unit: Unit, every: number, length: number, room: number, minor = 0): Step => ({
  unit,
  every,
  length: every * length,
  room,
  minor,
});

export const steps: readonly Step[] = [
  step('minute', 1, MINUTE, 54, MINUTE / 4),
  step('minute', 2, MINUTE, 54, MINUTE),
  step('minute', 5, MINUTE, 54, MINUTE),
  step('minute', 10, MINUTE, 54, 5 * MINUTE),
  step('minute', 15, MINUTE, 54, 5 * MINUTE),
  step('minute', 30, MINUTE, 54, 10 * MINUTE),
  step('hour', 1, HOUR, 54, 15 * MINUTE),
  step('hour', 2, HOUR, 54, HOUR),
  step('hour', 3, HOUR, 54, HOUR),
  step('hour', 6, HOUR, 54, HOUR),
  step('hour', 12, HOUR, 62, 3 * HOUR),
  step('day', 1, DAY, 26, 6 * HOUR),
  step('week', 1, 7 * DAY, 36, DAY),
  step('month', 1, 28 * DAY, 34),
  step('month', 3, 28 * DAY, 30),
  step('year', 1, 365 * DAY, 40),
];

/** The finest step whose labels have room at `perMs` pixels a millisecond. */
export function stepFor(perMs: number): Step {
  return steps.find(({ length, room }) => length * perMs >= room) ?? steps.at(-1)!;
}

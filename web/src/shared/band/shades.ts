import { perMillisecond, type Scale } from './scale';
import { DAY } from './steps';
import type { View } from './types';
import type { ZoneClock } from './zoneClock';

const HOUR = DAY / 24;
const NIGHTS_FROM = 72;
const WEEKENDS_FROM = 5;

/** The nights (22:00 to 06:00) when days are wide, the weekends when they are narrow, none when they are hair-thin. */
export function shadesOf(clock: ZoneClock, scale: Scale): View[] {
  const day = DAY * perMillisecond(scale);
  if (day < WEEKENDS_FROM) return [];
  const nights = day >= NIGHTS_FROM;
  const shades: View[] = [];
  const last = clock.localOf(scale.to);
  for (let local = Math.floor(clock.localOf(scale.from) / DAY - 2) * DAY; local < last; local += DAY) {
    // A Saturday; the epoch was a Thursday.
    const saturday = (((local / DAY) % 7) + 7) % 7 === 2;
    if (!nights && !saturday) continue;
    const from = clock.startOf(nights ? local + 22 * HOUR : local);
    const to = clock.startOf(nights ? local + 30 * HOUR : local + 2 * DAY);
    if (to > scale.from && from < scale.to) shades.push({ from, to });
  }
  return shades;
}

import { describe } from './describe';
import type { Spot } from './spots';
import type { BandMark } from './types';

/** What a click does: chooses a mark, or looks nearer at a cell whose marks stand apart in time. */
export type Pick = { mark?: BandMark; zoom?: { width: number; around: number } };

const APART = 60_000;

export function pickOf(spot: Spot, zone: string, movable: boolean): Pick | undefined {
  if (spot.kind !== 'item') return undefined;
  const { item } = spot;
  if (item.mark) return { mark: item.mark };
  const span = item.last - item.at;
  if (movable && span >= APART) return { zoom: { width: 3 * span, around: (item.at + item.last) / 2 } };
  return { mark: { at: item.at, state: item.state, title: describe(spot, zone).title, count: item.count } };
}

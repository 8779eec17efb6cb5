import type { View } from './types';

const NARROWEST = 60_000;
const WIDEST = 5 * 366 * 86_400_000;

/** The view `factor` times as wide around the moment that keeps its place; between a minute and five years. */
export function zoomed(view: View, factor: number, around: number): View {
  const width = view.to - view.from;
  const next = Math.min(WIDEST, Math.max(NARROWEST, width * factor));
  const share = (around - view.from) / width;
  const from = Math.round(around - share * next);
  return { from, to: Math.round(from + next) };
}

export function panned(view: View, by: number): View {
  return { from: Math.round(view.from + by), to: Math.round(view.to + by) };
}

import { bandText } from '@/text/band';
import { describe, stampOf, stretchOf } from './describe';
import type { Counts } from './layout';
import type { BandLane, BandSeam, View } from './types';

/** What the band shows, in a sentence: "Last 24 hours: 40 completed, 2 failed; next at Mon 9 Mar 2026, 03:00 EDT." */
export function summaryOf(parts: {
  view: View;
  now: number | undefined;
  zone: string;
  lanes: readonly BandLane[];
  seams: readonly BandSeam[];
}): string {
  const { view, now, zone, lanes, seams } = parts;
  const past: Counts = {};
  let next = Infinity;
  for (const { marks = [] } of lanes) {
    for (const { at, state, count = 1 } of marks) {
      if (at < view.from || at >= view.to) continue;
      if (now !== undefined && at >= now) next = Math.min(next, at);
      else past[state] = (past[state] ?? 0) + count;
    }
  }
  // A lane of spans alone, such as coverage, is told span by span.
  const spans = lanes.flatMap((lane, i) =>
    lane.marks ? [] : (lane.spans ?? []).map((span) => describe({ kind: 'span', lane: i, span }, zone).title),
  );
  const counts = bandText.counts(past);
  return bandText.summary({
    ...view,
    now,
    past: [counts, ...spans.slice(0, 12)].filter(Boolean).join(', '),
    stretch: stretchOf(zone, view),
    next: next < Infinity ? stampOf(zone, next) : undefined,
    seams: seams.map((seam) => seam.text),
  });
}

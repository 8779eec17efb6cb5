import type { BandLane, BandMark, BandSpan } from '@/shared/band/types';
import { wizard as text } from '@/text/wizard';

const words = text.stories;

export type Overlap = 'skip' | 'allow' | 'buffer_one' | 'cancel_other';
export type CatchUp = { mode: 'none' | 'last' | 'all'; window?: number; maxRuns?: number };

/** What becomes of occurrences whose runs take longer than the time between them. Times in milliseconds. */
export function overlapStory(times: readonly number[], length: number, policy: Overlap, concurrency = Infinity): BandLane[] {
  const marks: BandMark[] = [];
  const runs: BandSpan[] = [];
  const waits: BandSpan[] = [];
  for (const at of times) {
    const open = runs.filter((run) => run.to > at);
    const start = (from: number) => runs.push({ from, to: from + length, kind: 'run', title: words.run });
    if (open.length === 0) {
      start(at);
      marks.push({ at, state: 'completed', title: words.ran });
    } else if (policy === 'allow' && open.length < concurrency) {
      start(at);
      marks.push({ at, state: 'completed', title: words.beside });
    } else if (policy === 'buffer_one' && !waits.some((wait) => wait.to > at)) {
      const end = Math.max(...open.map((run) => run.to));
      waits.push({ from: at, to: end, kind: 'queued', title: words.waits });
      start(end);
      marks.push({ at, state: 'pending', title: words.waited });
    } else if (policy === 'cancel_other') {
      for (const run of open) Object.assign(run, { to: at, title: words.canceledRun });
      marks.at(-1)!.state = 'canceled';
      marks.at(-1)!.title = words.canceled;
      start(at);
      marks.push({ at, state: 'completed', title: words.ran });
    } else {
      marks.push({ at, state: 'skipped', title: words.skipped });
    }
  }
  return [{ label: words.due, marks }, ...lanesOf(runs, waits)];
}

/** Spans that lie over one another go to lanes of their own. */
function lanesOf(runs: readonly BandSpan[], waits: readonly BandSpan[]): BandLane[] {
  const lanes: BandSpan[][] = [];
  for (const run of runs) (lanes.find((lane) => lane.at(-1)!.to <= run.from) ?? lanes[lanes.push([]) - 1]!).push(run);
  const found = lanes.map((spans, i) => ({ label: i === 0 ? words.runs : '', spans }));
  return waits.length > 0 ? [...found, { label: words.waiting, spans: [...waits] }] : found;
}

/** What becomes of occurrences that were due while the server was down, from `down` until before `up`. */
export function catchUpStory(times: readonly number[], down: number, up: number, how: CatchUp, length: number): BandLane[] {
  const missed = times.filter((at) => at >= down && at < up);
  const young = how.window === undefined ? missed : missed.filter((at) => at >= up - how.window!);
  const late = how.mode === 'none' ? [] : how.mode === 'last' ? young.slice(-1) : young.slice(-(how.maxRuns ?? Infinity));
  const stand = late.at(-1);
  const marks: BandMark[] = times.map((at) => {
    if (at < down || at >= up) return { at, state: at < down ? 'completed' : 'future', title: words.ran };
    if (late.includes(at)) return { at, state: 'completed', title: words.late };
    const coalesced = how.mode === 'last' && stand !== undefined;
    return { at, state: coalesced ? 'skipped' : 'missed', title: coalesced ? words.coalesced : how.mode === 'none' ? words.missed : words.tooOld };
  });
  const runs: BandSpan[] = [
    ...times.filter((at) => at < down).map((at) => span(at, length, words.run)),
    ...late.map((_, i) => span(up + i * length, length, words.late)),
    ...times.filter((at) => at >= up).map((at) => span(Math.max(at, up + late.length * length), length, words.run)),
  ];
  return [
    { label: words.due, marks, spans: [{ from: down, to: up, kind: 'blocked', title: words.down }] },
    { label: words.runs, spans: runs },
  ];
}

function span(from: number, length: number, title: string): BandSpan {
  return { from, to: from + length, kind: 'run', title };
}

/** Milliseconds of `90s`, `1h30m`, `2d`; null for anything else. */
export function durationOf(written: string): number | null {
  const units: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
  if (!/^(\d+(ms|s|m|h|d|w))+$/.test(written.trim())) return null;
  return [...written.matchAll(/(\d+)(ms|s|m|h|d|w)/g)].reduce((sum, [, count, unit]) => sum + Number(count) * units[unit!]!, 0);
}

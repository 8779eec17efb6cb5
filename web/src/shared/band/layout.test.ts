import { describe, expect, it } from 'vitest';
import { layout, NEAR, NEAR_COMPACT } from './layout';
import type { Scale } from './scale';
import type { BandMark, MarkState } from './types';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
// A day on 1440 pixels: a minute is a pixel.
const scale: Scale = { from: 0, to: 24 * HOUR, width: 1440, inset: 0 };
const mark = (at: number, state: MarkState = 'completed'): BandMark => ({ at, state, title: `${state} ${at}` });

describe('layout', () => {
  it('draws marks that stand apart as themselves, exactly in place', () => {
    const items = layout([mark(60 * MINUTE), mark(100 * MINUTE, 'failed')], scale);
    expect(items.map(({ x, state, cell }) => ({ x, state, cell }))).toEqual([
      { x: 60, state: 'completed', cell: false },
      { x: 100, state: 'failed', cell: false },
    ]);
    expect(items[1]!.mark!.title).toBe('failed 6000000');
  });

  it('puts marks nearer than a cell together where they are, with the worst state and the counts', () => {
    const marks = [mark(HOUR), mark(HOUR + MINUTE, 'failed'), mark(HOUR + 2 * MINUTE), mark(HOUR + 2 * MINUTE, 'missed')];
    const [item, ...others] = layout(marks, scale);
    expect(others).toEqual([]);
    expect(item).toMatchObject({ x: 61, state: 'failed', count: 4, cell: true, at: HOUR, last: HOUR + 2 * MINUTE });
    expect(item!.counts).toEqual({ completed: 2, failed: 1, missed: 1 });
    expect(item!.mark).toBeUndefined();
  });

  it('ranks failed, missed, retry, running, canceled, skipped and completed from worst to best', () => {
    const ranks: MarkState[] = ['failed', 'missed', 'retry', 'running', 'canceled', 'skipped', 'completed', 'future'];
    for (const [i, worst] of ranks.entries()) {
      const [item] = layout(ranks.slice(i).map((state) => mark(HOUR, state)).toReversed(), scale);
      expect(item!.state).toBe(worst);
    }
  });

  it('cuts a long run of near marks into cells of equal time that lose no mark', () => {
    const marks = Array.from({ length: 1000 }, (_, i) => mark(i * MINUTE));
    const items = layout(marks, scale);
    expect(items.every((item) => item.cell)).toBe(true);
    expect(items.reduce((sum, item) => sum + item.count, 0)).toBe(1000);
    expect(new Set(items.slice(1, -1).map((item) => item.right - item.left))).toEqual(new Set([10]));
  });

  it('never overlaps neighbours', () => {
    let seed = 1;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const marks = Array.from({ length: 400 }, () => mark(random() ** 2 * 24 * HOUR)).toSorted((a, b) => a.at - b.at);
    const items = layout(marks, scale);
    for (const [i, item] of items.slice(1).entries()) {
      expect(item.left).toBeGreaterThanOrEqual(items[i]!.right - 1);
    }
  });

  it('keeps cells in place when the band is moved', () => {
    const marks = Array.from({ length: 3000 }, (_, i) => mark(i * MINUTE));
    const later = { ...scale, from: scale.from + 7 * MINUTE, to: scale.to + 7 * MINUTE };
    const inner = (s: Scale) => layout(marks, s).filter((item) => item.at > HOUR && item.last < 20 * HOUR);
    expect(inner(later).map((item) => [item.at, item.count])).toEqual(inner(scale).map((item) => [item.at, item.count]));
  });

  it('never puts what was and what is to come into one cell', () => {
    const now = 10 * HOUR;
    const items = layout([mark(now - MINUTE), mark(now, 'future'), mark(now + MINUTE, 'future')], scale, now);
    expect(items.map((item) => item.state)).toEqual(['completed', 'future']);
    expect(items[0]!.right).toBeLessThanOrEqual(600);
    expect(items[1]!.left).toBeGreaterThanOrEqual(600);
  });

  it('counts what the server has already put together', () => {
    const [item] = layout([{ ...mark(HOUR), count: 12 }], scale);
    expect(item).toMatchObject({ count: 12, cell: true, right: 60 + NEAR / 2 });
    expect(item!.mark).toBeDefined();
  });

  it('keeps thirty-five marks apart in a table row of 220 pixels', () => {
    const row: Scale = { from: 0, to: 35 * HOUR, width: 220, inset: 5 };
    const items = layout(Array.from({ length: 35 }, (_, i) => mark(i * HOUR)), row, Infinity, 0, NEAR_COMPACT);
    expect(items.filter((item) => !item.cell)).toHaveLength(35);
  });

  it('leaves out what is not to be seen', () => {
    const marks = [-HOUR, 2 * HOUR, 26 * HOUR].map((at) => mark(at));
    expect(layout(marks, scale).map((item) => item.at)).toEqual([2 * HOUR]);
  });
});

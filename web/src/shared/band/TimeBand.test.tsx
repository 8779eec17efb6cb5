import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { TimeBand } from './TimeBand';
import type { BandLane, BandMark } from './types';

const HOUR = 3_600_000;
const now = Date.UTC(2026, 2, 9, 13);
const mark = (hours: number, state: BandMark['state']): BandMark => ({
  at: now + hours * HOUR,
  state,
  id: `run ${hours}`,
  title: `Prices ${hours}`,
});
const lane: BandLane = {
  label: 'Prices',
  marks: [mark(-20, 'completed'), mark(-10, 'failed'), mark(-2, 'completed'), mark(3, 'future'), mark(9, 'future')],
};
const other: BandLane = { label: 'Signals', marks: [{ ...mark(-9, 'missed'), title: 'Signals' }] };

const band = (props: Partial<Parameters<typeof TimeBand>[0]> = {}) => (
  <TimeBand from={now - 24 * HOUR} to={now + 12 * HOUR} now={now} zone="America/New_York" lanes={[lane]} label="Prices" {...props} />
);
const live = () => document.querySelector('[aria-live]')!.textContent;
const place = () => Number(/, (\d+) of/.exec(live()!)?.[1]);
const tip = () => document.querySelector('[data-mark]')?.parentElement?.textContent;

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('TimeBand', () => {
  it('says what it shows in a sentence', () => {
    render(band());
    expect(screen.getByRole('listbox', { name: 'Prices' })).toHaveAccessibleDescription(
      /^Last 24 hours: 2 completed, 1 failed; next at Mon 9 Mar 2026, 12:00 EDT\./,
    );
  });

  it('is one tab stop, beginning at the mark nearest to now', async () => {
    render(band());
    await userEvent.tab();
    expect(screen.getByRole('listbox')).toHaveFocus();
    expect(screen.getByRole('option')).toHaveTextContent('Prices: Prices -2, completed, Mon 9 Mar 2026, 07:00 EDT');
    expect(live()).toBe('');
    await userEvent.tab();
    expect(document.body).toHaveFocus();
  });

  it('moves from mark to mark and tells each', async () => {
    render(band());
    await userEvent.tab();
    await userEvent.keyboard('{ArrowLeft}');
    expect(live()).toBe('Prices: Prices -10, failed, Sun 8 Mar 2026, 23:00 EDT, 2 of 5');
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    expect(live()).toMatch(/^Prices: Prices 3, to come, /);
    await userEvent.keyboard('{End}{ArrowRight}');
    expect(live()).toMatch(/5 of 5$/);
    await userEvent.keyboard('{Home}');
    expect(live()).toMatch(/1 of 5$/);
  });

  it('moves by a tick with the page keys', async () => {
    const marks = Array.from({ length: 73 }, (_, i) => mark(-24 + i / 2, 'completed'));
    render(band({ lanes: [{ marks }], seams: [] }));
    await userEvent.tab();
    await userEvent.keyboard('{Home}{PageDown}');
    const first = place();
    expect(first).toBeGreaterThan(2);
    await userEvent.keyboard('{PageDown}');
    const second = place();
    expect(second).toBeGreaterThan(first + 1);
    await userEvent.keyboard('{PageUp}');
    expect(place()).toBe(first);
  });

  it('moves between lanes to the mark nearest in time', async () => {
    render(band({ lanes: [lane, other] }));
    await userEvent.tab();
    await userEvent.keyboard('{ArrowDown}');
    expect(live()).toMatch(/^Signals: Signals, missed, /);
    await userEvent.keyboard('{ArrowUp}');
    expect(live()).toMatch(/^Prices: Prices -10, failed, /);
  });

  it('picks with Enter, and by a click', async () => {
    const onPick = vi.fn();
    render(band({ onPick }));
    await userEvent.tab();
    await userEvent.keyboard('{ArrowLeft}{Enter}');
    expect(onPick).toHaveBeenLastCalledWith(lane.marks![1]);
    // 640 pixels before anything is measured: -2 h is at 22/36 of it.
    const coords = { clientX: 391, clientY: 24 };
    await userEvent.pointer({ keys: '[MouseLeft]', target: screen.getByRole('listbox'), coords });
    expect(onPick).toHaveBeenLastCalledWith(lane.marks![2]);
  });

  it('gives marks that fall together as one, with their count', async () => {
    const onPick = vi.fn();
    render(band({ onPick, lanes: [{ marks: [mark(-2, 'completed'), mark(-2, 'failed')] }] }));
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    expect(onPick).toHaveBeenCalledWith({
      at: now - 2 * HOUR,
      state: 'failed',
      title: '2 occurrences: 1 completed, 1 failed',
      count: 2,
    });
  });

  it('zooms with plus and minus and moves with Shift, and tells its owner when it rests', () => {
    vi.useFakeTimers();
    const onRange = vi.fn();
    render(band({ onRange }));
    const listbox = screen.getByRole('listbox');
    fireEvent.keyDown(listbox, { key: '+' });
    expect(live()).toMatch(/^Showing Sun 8 Mar 2026, /);
    fireEvent.keyDown(listbox, { key: '+' });
    expect(onRange).not.toHaveBeenCalled();
    act(() => vi.advanceTimersByTime(300));
    expect(onRange).toHaveBeenCalledTimes(1);
    const [from, to] = onRange.mock.calls[0]!;
    expect(to - from).toBe(9 * HOUR);
    fireEvent.keyDown(listbox, { key: 'ArrowRight', shiftKey: true });
    act(() => vi.advanceTimersByTime(300));
    expect(onRange.mock.lastCall![0] - from).toBe((9 * HOUR) / 4);
  });

  it('shows the words of the mark it stands on, until Escape', async () => {
    render(band());
    await userEvent.tab();
    await userEvent.keyboard('{ArrowLeft}');
    expect(tip()).toBe('Prices -10failedSun 8 Mar 2026, 23:00 EDTMon 9 Mar 2026, 03:00 UTC');
    await userEvent.keyboard('{Escape}');
    expect(tip()).toBeUndefined();
    await userEvent.keyboard('{ArrowLeft}');
    expect(tip()).toMatch(/^Prices -20/);
  });

  it('stands still without an owner for its range', async () => {
    render(band());
    await userEvent.tab();
    await userEvent.keyboard('+');
    expect(live()).toBe('');
  });

  it.each([
    ['full', band({ lanes: [lane, other], onRange: () => {} })],
    ['compact', band({ compact: true })],
    ['empty', band({ lanes: [{ marks: [] }] })],
  ])('has nothing for axe to complain about: %s', async (_, shown) => {
    const { container } = render(<main>{shown}</main>);
    const result = await axe.run(container, { rules: { 'color-contrast': { enabled: false } } });
    expect(result.violations.map((each) => `${each.id}: ${each.nodes[0]?.html}`)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { catchUpStory, durationOf, overlapStory } from './stories';

const states = (lanes: ReturnType<typeof overlapStory>) => lanes[0]!.marks!.map((mark) => mark.state).join(' ');
const times = [0, 10, 20, 30, 40, 50];

describe('runs longer than the time between them', () => {
  it('skip: every other one is left out', () => {
    expect(states(overlapStory(times, 15, 'skip'))).toBe('completed skipped completed skipped completed skipped');
  });

  it('allow: all run, two beside each other', () => {
    const lanes = overlapStory(times, 15, 'allow');
    expect(states(lanes)).toBe('completed completed completed completed completed completed');
    expect(lanes.slice(1).map((lane) => lane.spans!.map((span) => span.from))).toEqual([[0, 20, 40], [10, 30, 50]]);
    expect(states(overlapStory(times, 25, 'allow', 2))).toContain('skipped');
  });

  it('buffer_one: one waits, the next one beside it is skipped', () => {
    expect(states(overlapStory(times, 25, 'buffer_one'))).toBe('completed pending skipped pending skipped pending');
  });

  it('cancel_other: each ends the one before', () => {
    const lanes = overlapStory(times, 15, 'cancel_other');
    expect(states(lanes)).toBe('canceled canceled canceled canceled canceled completed');
    expect(lanes[1]!.spans!.map((span) => span.to - span.from)).toEqual([10, 10, 10, 10, 10, 15]);
  });
});

const story = (how: Parameters<typeof catchUpStory>[3]) => states(catchUpStory(times, 10, 45, how, 2));

describe('occurrences of a downtime', () => {
  it('last: one stands for all', () => {
    expect(story({ mode: 'last' })).toBe('completed skipped skipped skipped completed future');
    expect(story({ mode: 'last', window: 3 })).toBe('completed missed missed missed missed future');
  });

  it('none: all are missed', () => {
    expect(story({ mode: 'none' })).toBe('completed missed missed missed missed future');
  });

  it('all: those within the window, the latest so many', () => {
    expect(story({ mode: 'all' })).toBe('completed completed completed completed completed future');
    expect(story({ mode: 'all', window: 20 })).toBe('completed missed missed completed completed future');
    expect(story({ mode: 'all', maxRuns: 1 })).toBe('completed missed missed missed completed future');
  });
});

it('reads durations', () => {
  expect(durationOf('1h30m')).toBe(5_400_000);
  expect(durationOf('2d')).toBe(172_800_000);
  expect(durationOf('soon')).toBeNull();
});

import { SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { TimeBand } from '@/shared/band/TimeBand';
import type { Api } from '@/shared/api/types';
import { useNow } from '@/shared/time/clock';
import { formatTime } from '@/shared/time/format';
import { wizard as text } from '@/text/wizard';
import { previewCount } from './previewBody';

const hour = 3_600_000;
const ranges = ['next', 'month', 'year'] as const;
type Range = (typeof ranges)[number];

/** The occurrences to come as a band, with the seams of clock changes. */
export function NextBand({ answer }: { answer: Api<'PreviewAnswer'> }) {
  const [range, setRange] = useState<Range>('next');
  const now = useNow(60_000);
  const marks = useMemo(
    () => answer.occurrences.map((each) => ({ at: Date.parse(each.due), state: 'future' as const, title: [formatTime(each.due, answer.timezone), each.note].filter(Boolean).join(', ') })),
    [answer],
  );
  const last = marks.at(-1);
  if (!last) return null;
  const wanted = now + (range === 'next' ? spanOf(marks, now) : range === 'month' ? 31 * 24 * hour : 366 * 24 * hour);
  // Beyond the last one that was asked for nothing is known.
  const to = marks.length >= previewCount ? Math.min(wanted, last.at) : wanted;
  const from = now - (to - now) * 0.03;
  return (
    <div>
      <TimeBand from={from} to={to} now={now} zone={answer.timezone} lanes={[{ marks }]} label={text.consequence.band} />
      <SegmentedControl size="xs" mt={6} aria-label={text.consequence.range} value={range} onChange={(next) => setRange(next as Range)} data={ranges.map((each) => ({ value: each, label: text.consequence.ranges[each] }))} />
    </div>
  );
}

/** A stretch with about a dozen of them, at least an hour and at most a year. */
function spanOf(marks: readonly { at: number }[], now: number): number {
  const twelfth = marks[Math.min(11, marks.length - 1)]!.at;
  return Math.min(Math.max((twelfth - now) * 1.05, hour), 366 * 24 * hour);
}

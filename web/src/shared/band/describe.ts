import { bandText } from '@/text/band';
import type { Spot } from './spots';
import type { MarkState, View } from './types';
import { offsetAt } from './zoneClock';

/** The words for a spot: what it is, and when. */
export type Description = {
  title: string;
  state?: MarkState;
  /** The state in words, where the title does not say it. */
  word?: string;
  lines: string[];
};

const names = new Map<string, Intl.DateTimeFormat[]>();

/** The zone's short name at a moment: "EDT", "CET", or "GMT+3" where there is none. */
export function zoneName(zone: string, at: number): string {
  let formats = names.get(zone);
  if (!formats) {
    // American and British English each know the short names of their side of the ocean.
    formats = ['en-US', 'en-GB'].flatMap((locale) => {
      try {
        return [new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'short' })];
      } catch {
        return [];
      }
    });
    names.set(zone, formats);
  }
  const found = formats.map(
    (format) => format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? bandText.utc,
  );
  return found.find((name) => !/^(GMT|UTC)[+-]/.test(name)) ?? found[0] ?? bandText.utc;
}

export function stampOf(zone: string, at: number): string {
  return bandText.stamp(at + offsetAt(zone, at), zoneName(zone, at));
}

export function stretchOf(zone: string, { from, to }: View): string {
  return bandText.stretch(from + offsetAt(zone, from), to + offsetAt(zone, to), zoneName(zone, to));
}

function times(zone: string, from: number, to: number): string[] {
  const same = from === to;
  const here = same ? stampOf(zone, from) : stretchOf(zone, { from, to });
  const utc = same ? bandText.stamp(from, bandText.utc) : bandText.stretch(from, to, bandText.utc);
  return here === utc ? [here] : [here, utc];
}

export function describe(spot: Spot, zone: string): Description {
  if (spot.kind === 'seam') return { title: spot.seam.text, lines: times(zone, spot.seam.at, spot.seam.at) };
  if (spot.kind === 'span') {
    const { span } = spot;
    return { title: span.title, lines: times(zone, span.from, span.to) };
  }
  const { item } = spot;
  if (item.mark) {
    const word = bandText.state(item.state);
    return { title: item.mark.title, state: item.state, word, lines: times(zone, item.at, item.at) };
  }
  const title = bandText.occurrences(item.count, bandText.counts(item.counts));
  return { title, state: item.state, lines: times(zone, item.at, item.last) };
}

/** The same in one sentence, for the ear: without UTC. */
export function spoken(spot: Spot, zone: string, lane?: string): string {
  const { title, word, lines } = describe(spot, zone);
  const text = [title, word, lines[0]].filter(Boolean).join(', ');
  return lane ? bandText.inLane(lane, text) : text;
}

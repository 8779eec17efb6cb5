/** The state of an occurrence as the band shows it. */
export type MarkState =
  | 'completed'
  | 'failed'
  | 'running'
  | 'pending'
  | 'skipped'
  | 'missed'
  | 'canceled'
  | 'retry'
  | 'future';

/** One occurrence, or `count` of them that the server has already put together. */
export type BandMark = {
  /** Milliseconds since the epoch. */
  at: number;
  state: MarkState;
  id?: string;
  title: string;
  count?: number;
};

export type SpanKind = 'data' | 'run' | 'blocked' | 'hole' | 'shade' | 'queued';

/** A stretch of time from `from` until before `to`, in milliseconds since the epoch. */
export type BandSpan = { from: number; to: number; kind: SpanKind; title: string };

export type BandLane = { label?: string; marks?: BandMark[]; spans?: BandSpan[] };

/** A moment at which the zone's clocks were or will be changed. */
export type BandSeam = { at: number; text: string };

/** A visible stretch of time, the end exclusive. */
export type View = { from: number; to: number };

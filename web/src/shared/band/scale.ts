import type { View } from './types';

/** From moments to CSS pixels and back. */
export type Scale = View & {
  width: number;
  /** Pixels kept free on both sides, so that the first and the last mark are whole. */
  inset: number;
};

export function perMillisecond(scale: Scale): number {
  return (scale.width - 2 * scale.inset) / (scale.to - scale.from);
}

export function xOf(scale: Scale, at: number): number {
  return scale.inset + (at - scale.from) * perMillisecond(scale);
}

export function momentOf(scale: Scale, x: number): number {
  return scale.from + (x - scale.inset) / perMillisecond(scale);
}

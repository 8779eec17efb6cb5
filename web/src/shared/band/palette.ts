import { worstFirst } from './layout';
import type { MarkState, SpanKind } from './types';

/** The colours and the font in force where the band stands. */
export type Palette = {
  scheme: string;
  state: Record<MarkState, string>;
  span: Record<SpanKind, string>;
  accent: string;
  ink: string;
  text: string;
  line: string;
  shade: string;
  font: string;
};

/** Reads the colours anew; the scheme they belong to is only carried along. */
export function paletteOf(element: Element, scheme: string): Palette {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim() || '#808080';
  return {
    scheme,
    state: Object.fromEntries(worstFirst.map((state) => [state, read(`--state-${state}`)])) as Palette['state'],
    span: {
      data: read('--band-data'),
      run: read('--band-run'),
      queued: read('--band-queued'),
      blocked: read('--band-blocked'),
      hole: read('--band-hole'),
      shade: read('--band-shade'),
    },
    accent: read('--accent'),
    ink: read('--band-ink'),
    text: read('--band-text'),
    line: read('--band-line'),
    shade: read('--band-shade'),
    font: style.fontFamily || 'system-ui, sans-serif',
  };
}

/** Where a cursor stands in `{ … }` or `[ … ]` written on one line. */
export type FlowPlace = {
  /** Keys and `*` for items, from the outermost bracket inward. */
  path: string[];
  /** The keys before the cursor of the innermost mapping, with their values; null in a list. */
  siblings: Map<string, string> | null;
  /** The same of every mapping around it, the outermost first. */
  around: Map<string, string>[];
  word: string;
};

type Frame = { keys: Map<string, string> | null; key: string | null };

/** Reads from the opening bracket to the cursor; null when the brackets are closed before it. */
export function flowAt(text: string): FlowPlace | null {
  const frames: Frame[] = [];
  let word = '';
  let quote = '';
  const settle = () => {
    const frame = frames.at(-1);
    if (frame?.keys && frame.key !== null) frame.keys.set(frame.key, word.trim());
    if (frame) frame.key = null;
    word = '';
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? '';
    const frame = frames.at(-1);
    if (quote) {
      if (char === quote) quote = '';
      else word += char;
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '{' || char === '[') {
      frames.push({ keys: char === '{' ? new Map() : null, key: null });
      word = '';
    } else if (char === '}' || char === ']') {
      settle();
      frames.pop();
      if (frames.length === 0) return null;
    } else if (char === ',') settle();
    else if (char === ':' && frame?.keys && frame.key === null && /[\s{["]|^$/.test(text[i + 1] ?? '')) {
      frame.key = word.trim();
      word = '';
    } else word += char;
  }
  const inner = frames.at(-1);
  if (!inner || quote) return null;
  return {
    path: frames.flatMap((frame) => (frame.keys ? (frame.key === null ? [] : [frame.key]) : ['*'])),
    siblings: inner.keys && inner.key === null ? inner.keys : null,
    around: frames.flatMap((frame) => (frame.keys ? [frame.keys] : [])),
    word: word.trimStart(),
  };
}

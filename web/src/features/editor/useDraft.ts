import { useState } from 'react';

type Kept = { text: string; base: string };

/** A text that outlives a reload of the page until it is saved or let go. `base` names what it was made from. */
export function useDraft(key: string, base: string, begin: string) {
  const place = `carillon-draft ${key}`;
  const [kept, setKept] = useState<Kept>(() => read(place) ?? { text: begin, base });
  const [known, setKnown] = useState(begin);
  const [restored, setRestored] = useState(() => read(place) !== null && read(place)?.text !== begin);
  // A text that nobody has touched follows what it was made from.
  if (begin !== known) {
    setKnown(begin);
    if (kept.text === known) setKept({ text: begin, base });
  }
  const write = (text: string, from = kept.base) => {
    setKept({ text, base: from });
    sessionStorage.setItem(place, JSON.stringify({ text, base: from }));
  };
  const drop = () => {
    sessionStorage.removeItem(place);
    setRestored(false);
  };
  const reset = () => {
    drop();
    setKept({ text: begin, base });
  };
  return { text: kept.text, base: kept.base, restored, write, drop, reset };
}

function read(place: string): Kept | null {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(place) ?? 'null');
    return typeof found === 'object' && found !== null && 'text' in found && 'base' in found ? (found as Kept) : null;
  } catch {
    return null;
  }
}

import { useEffect, useReducer, useState } from 'react';
import { reduce, toDocument, type Draft, type DraftAct } from './draft';
import { same, type Document } from './json';

type Kept = { draft: Draft; base: Document; revision: number };

/** A draft that outlives a reload of the page: it is kept in the tab while it differs from what it began with. */
export function useDraft(key: string, initial: Draft, revision: number) {
  const [restored, setRestored] = useState(() => read(key));
  const [{ base, revision: seen }, setBase] = useState({ base: restored?.base ?? toDocument(initial), revision: restored?.revision ?? revision });
  const [draft, act] = useReducer(reduce, restored?.draft ?? initial);
  const document = toDocument(draft);
  const dirty = !same(document, base) || draft.workflow !== initial.workflow;
  useEffect(() => {
    if (dirty) sessionStorage.setItem(key, JSON.stringify({ draft, base, revision: seen } satisfies Kept));
    else sessionStorage.removeItem(key);
  }, [key, draft, base, seen, dirty]);
  return {
    draft,
    document,
    act: act as (act: DraftAct) => void,
    base,
    revision: seen,
    dirty,
    restored: restored !== null,
    /** Counts from what another has saved meanwhile. */
    rebase: (on: Document, at: number) => setBase({ base: on, revision: at }),
    forget: () => sessionStorage.removeItem(key),
    startAgain: () => {
      act({ type: 'draft', draft: initial });
      setBase({ base: toDocument(initial), revision });
      setRestored(null);
    },
  };
}

function read(key: string): Kept | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? 'null') as Kept | null;
    return kept?.draft && kept.base ? kept : null;
  } catch {
    return null;
  }
}

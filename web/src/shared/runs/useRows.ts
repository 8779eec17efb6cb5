import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import type { Run } from '@/shared/api/types';

export const rowHeight = 44;

/** Which rows are in sight as the window scrolls, and the room to leave before and after them. */
export function useRows(runs: readonly Run[]) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  // oxlint-disable-next-line react/incompatible-library -- pages are not compiled
  const virtual = useWindowVirtualizer({ count: runs.length, estimateSize: () => rowHeight, overscan: 12, scrollMargin: top });
  const rows = virtual.getVirtualItems();

  // What stands above the table may grow or go with every change of the page.
  useLayoutEffect(() => {
    const measure = () => setTop(Math.round((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);

  const first = useRef(runs[0]?.id);
  useLayoutEffect(() => {
    const known = first.current;
    first.current = runs[0]?.id;
    if (!known || known === runs[0]?.id || window.scrollY <= top) return;
    const added = runs.findIndex((run) => run.id === known);
    if (added > 0) window.scrollBy({ top: added * rowHeight, behavior: 'instant' });
  }, [runs, top]);

  return {
    body,
    rows,
    before: rows[0] ? rows[0].start - top : 0,
    after: rows.length > 0 ? virtual.getTotalSize() - (rows.at(-1)!.end - top) : 0,
  };
}

/** How many schedules are read at once: as many as the server gives. */
export const pageSize = 200;

// Three pages are some 10,000 pixels of rows: further than one flick of the wheel goes while a page is on its way.
const ahead = 3;

/**
 * The pages to be watched when the rows from `first` to `last` are seen: those and the next ones, as far as it is known where
 * they begin, the first one always, for it has the total. A jump beyond what is known reads page after page up to there.
 */
export function neededPages(first: number, last: number, known: number): number[] {
  const end = Math.min(Math.floor(Math.max(last, 0) / pageSize) + ahead, known - 1);
  const begin = Math.max(0, Math.min(Math.floor(Math.max(first, 0) / pageSize), end));
  const pages = begin > 0 ? [0] : [];
  for (let page = begin; page <= end; page++) pages.push(page);
  return pages;
}

/** The rows seen, in whole tens: what is read changes with every ten rows, not with each. */
export function seenOf(first = 0, last = 30): { first: number; last: number } {
  return { first: Math.floor(first / 10) * 10, last: Math.ceil((last + 1) / 10) * 10 - 1 };
}

/** Lines of a log, the latest last. Immutable: every change makes a new one, lines are shared. */
export type LogLines = { lines: readonly string[]; /** Lines given up at the start for want of room. */ dropped: number; /** What came of a line whose end has not. */ rest: string };

export const noLines: LogLines = { lines: [], dropped: 0, rest: '' };

/** The lines with more text. No more than `room` are kept: when they are full a tenth is given up, the oldest. */
export function append(log: LogLines, chunk: string, room: number): LogLines {
  const parts = (log.rest + chunk).split('\n');
  const rest = parts.pop() ?? '';
  const lines = parts.length === 0 ? log.lines : [...log.lines, ...parts.map(plain)];
  const surplus = lines.length > room ? lines.length - Math.floor(room * 0.9) : 0;
  return { lines: surplus > 0 ? lines.slice(surplus) : lines, dropped: log.dropped + surplus, rest };
}

/** The lines with what came of the last one, once nothing more comes. */
export function finish(log: LogLines, room: number): LogLines {
  return log.rest === '' ? log : append(log, '\n', room);
}

// Colours and cursor moves of terminals, which say nothing here; and of a line that was written over, its last state.
// oxlint-disable-next-line no-control-regex -- that is what is looked for
const escapes = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;

function plain(line: string): string {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  const bare = text.includes('\u001b') ? text.replace(escapes, '') : text;
  return bare.includes('\r') ? bare.slice(bare.lastIndexOf('\r') + 1) : bare;
}

const stamp = /^(\[[^\]\s]+(?:\[\d+\])?#\d+\] )?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z) /;

/** The parts of a line: the task before it, its time, what it says. */
export function partsOf(line: string): { source: string; at: string | null; words: string } {
  const found = stamp.exec(line);
  if (!found) return { source: '', at: null, words: line };
  return { source: (found[1] ?? '').trim(), at: found[2]!, words: line.slice(found[0].length) };
}

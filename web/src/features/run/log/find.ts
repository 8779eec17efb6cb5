/** The lines that contain the words, upper and lower case alike; none for no words. */
export function findLines(lines: readonly string[], words: string): number[] {
  if (words === '') return [];
  const wanted = words.toLowerCase();
  const found: number[] = [];
  for (let index = 0; index < lines.length; index++) if (lines[index]!.toLowerCase().includes(wanted)) found.push(index);
  return found;
}

/** A line cut where the words are: odd parts are the words. */
export function cut(line: string, words: string): string[] {
  if (words === '') return [line];
  const parts: string[] = [];
  const wanted = words.toLowerCase();
  const searched = line.toLowerCase();
  let from = 0;
  for (let at = searched.indexOf(wanted); at >= 0; at = searched.indexOf(wanted, from)) {
    parts.push(line.slice(from, at), line.slice(at, at + words.length));
    from = at + words.length;
  }
  return [...parts, line.slice(from)];
}

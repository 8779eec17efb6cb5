import { flowAt } from './flow';

/** What stands at a place in YAML that may be half written. */
export type Place = {
  /** Keys and `*` for items of lists, from the top of the file. */
  path: string[];
  /** `key`: the word is, or becomes, a key of the mapping at `path`; `value`: it is the value at `path`. */
  kind: 'key' | 'value';
  word: string;
  /** Keys that the mapping has already. */
  taken: string[];
  /** The task type that holds here: the `uses` beside the nearest `with`. */
  uses: string | null;
};

type Entry = { column: number; name: string; line: number };

/** Reads the place of an offset by indentation, so that a file with mistakes has one too; null within comments and blocks of text. */
export function placeAt(text: string, offset: number): Place | null {
  const lines = text.split('\n');
  const row = text.slice(0, offset).split('\n').length - 1;
  const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  if (/(^|\s)#/.test(before)) return null;
  const stack: Entry[] = [];
  let block = -1;
  for (let line = 0; line < row; line++) {
    const one = lines[line] ?? '';
    const indent = one.search(/\S/);
    if (indent < 0 || one[indent] === '#') continue;
    if (block >= 0 && indent > block) continue;
    block = -1;
    const content = push(stack, one, line);
    const key = keyOf(one.slice(content));
    if (!key) continue;
    close(stack, content, false);
    stack.push({ column: content, name: key.name, line });
    if (/^[|>]/.test(key.value)) block = content;
  }
  const first = before.search(/\S/);
  const here = first < 0 ? before.length : first;
  if (block >= 0 && (first < 0 ? here > block : here > block)) return null;
  const content = push(stack, before, row);
  close(stack, content, false);
  const rest = before.slice(content);
  const key = keyOf(rest);
  if (!key) {
    if (/^[{[]/.test(rest)) return flowPlace(stack, rest, lines);
    const item = stack.at(-1)?.name === '*' && stack.at(-1)?.line === row;
    const siblings = siblingsAt(lines, row, content);
    siblings.delete(rest);
    const names = stack.map((entry) => entry.name);
    // A lone word after a dash may be an item or the first key of one: both are offered by the schema.
    return { path: names, kind: item && siblings.size === 0 && rest.includes(' ') ? 'value' : 'key', word: rest, taken: [...siblings.keys()], uses: usesOf(stack, lines, siblings) };
  }
  stack.push({ column: content, name: key.name, line: row });
  if (/^[{[]/.test(key.value)) return flowPlace(stack, key.value, lines);
  return { path: stack.map((entry) => entry.name), kind: 'value', word: key.value, taken: [], uses: usesOf(stack, lines, new Map()) };
}

// Takes the dashes of a line onto the stack and tells where its content begins.
function push(stack: Entry[], line: string, row: number): number {
  let at = line.search(/\S/);
  if (at < 0) at = line.length;
  for (let dash = /^-(\s+|$)/.exec(line.slice(at)); dash; dash = /^-(\s+|$)/.exec(line.slice(at))) {
    close(stack, at, true);
    stack.push({ column: at, name: '*', line: row });
    at += dash[0].length;
  }
  return at;
}

// Items may stand in the same column as the key they belong to.
function close(stack: Entry[], column: number, item: boolean): void {
  const inside = (entry: Entry) => entry.column > column || (entry.column === column && (!item || entry.name === '*'));
  for (let top = stack.at(-1); top && inside(top); top = stack.at(-1)) stack.pop();
}

function keyOf(content: string): { name: string; value: string } | null {
  const found = /^(?:"([^"]*)"|'([^']*)'|([^\s"'{[#][^:#]*?))\s*:(?:\s+(.*))?$/s.exec(content);
  return found ? { name: found[1] ?? found[2] ?? found[3] ?? '', value: found[4] ?? '' } : null;
}

function flowPlace(stack: readonly Entry[], flow: string, lines: readonly string[]): Place | null {
  const place = flowAt(flow);
  if (!place) return null;
  const uses = place.around.map((one) => one.get('uses')).findLast((one) => one !== undefined) ?? usesOf(stack, lines, new Map());
  return { path: [...stack.map((entry) => entry.name), ...place.path], kind: place.siblings ? 'key' : 'value', word: place.word, taken: [...(place.siblings?.keys() ?? [])], uses };
}

function usesOf(stack: readonly Entry[], lines: readonly string[], siblings: Map<string, string>): string | null {
  const holder = stack.findLast((entry) => entry.name === 'with');
  const beside = holder ? siblingsAt(lines, holder.line, holder.column) : siblings;
  return beside.get('uses')?.replace(/\s+#.*$/, '').replace(/^["']|["']$/g, '') || null;
}

// Where the content of a line begins, behind its dashes.
function start(line: string): number {
  return line.search(/[^\s-]|-(?!\s|$)/);
}

/** The keys, with their values, of the mapping that has a key in this line and column. */
function siblingsAt(lines: readonly string[], row: number, column: number): Map<string, string> {
  const found = new Map<string, string>();
  const opens = (line: string) => /^\s*-\s/.test(line) && start(line) === column;
  const note = (line: string) => {
    const key = start(line) === column ? keyOf(line.slice(column)) : null;
    if (key) found.set(key.name, key.value);
  };
  const outside = (line: string) => line.trim() !== '' && line.search(/\S/) < column;
  for (let up = row; up >= 0; up--) {
    const line = lines[up] ?? '';
    if (opens(line)) {
      note(line);
      break;
    }
    if (up !== row && outside(line)) break;
    note(line);
  }
  for (let down = row + 1; down < lines.length; down++) {
    const line = lines[down] ?? '';
    if (outside(line)) break;
    note(line);
  }
  return found;
}

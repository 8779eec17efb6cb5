import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { placeAt } from './cursor';
import type { Knowledge } from './knowledge';
import { offersAt, taskIds } from './offers';

const schema = JSON.parse(readFileSync(`${import.meta.dirname}/../../../../docs/reference/workflow.schema.json`, 'utf8')) as Knowledge['schema'];
const knowledge: Knowledge = {
  schema,
  taskTypes: [
    { name: 'shell', summary: 'Runs a script.', group: 'built in', input_schema: { type: 'object', properties: { run: { type: 'string', description: 'The script.' }, shell: { type: 'string', enum: ['sh', 'bash'], default: 'sh' } }, required: ['run'] } },
    { name: 'market.bars', summary: 'Reads bars.', group: 'market', input_schema: { type: 'object', properties: { symbol: { type: 'string' } } } },
  ],
};

/** The place at the bar in a text. */
function at(marked: string) {
  const offset = marked.indexOf('|');
  return placeAt(marked.slice(0, offset) + marked.slice(offset + 1), offset);
}
function offered(marked: string): string[] {
  const place = at(marked);
  return place ? offersAt(knowledge, place, taskIds(marked)).map((offer) => offer.label) : [];
}

describe('the place of the cursor', () => {
  it('is the path of keys around it', () => {
    expect(at('id: a\nschedule:\n  cr|')).toMatchObject({ path: ['schedule'], kind: 'key', word: 'cr' });
    expect(at('tasks:\n  - id: x\n    with:\n      ru|')).toMatchObject({ path: ['tasks', '*', 'with'], kind: 'key' });
    expect(at('tasks:\n- id: x\n  uses: sh|')).toMatchObject({ path: ['tasks', '*', 'uses'], kind: 'value', word: 'sh' });
  });

  it('goes by the column on an empty line', () => {
    expect(at('tasks:\n  - id: x\n    |')?.path).toEqual(['tasks', '*']);
    expect(at('tasks:\n  - id: x\n|')?.path).toEqual([]);
  });

  it('is found within braces', () => {
    expect(at('tasks:\n  - { id: x, uses: shell, with: { r|')).toMatchObject({ path: ['tasks', '*', 'with'], kind: 'key', word: 'r', uses: 'shell' });
    expect(at('schedule: { daily: { at: |')).toMatchObject({ path: ['schedule', 'daily', 'at'], kind: 'value' });
  });

  it('knows the task type, before or after the input', () => {
    expect(at('tasks:\n  - id: x\n    uses: shell\n    with:\n      |')?.uses).toBe('shell');
    expect(at('tasks:\n  - with:\n      |\n    uses: market.bars # here')?.uses).toBe('market.bars');
    expect(at('tasks:\n  - uses: shell\n  - id: y\n    with:\n      |')?.uses).toBeNull();
  });

  it('is nowhere in comments and in blocks of text', () => {
    expect(at('# id|')).toBeNull();
    expect(at('tasks:\n  - id: x\n    with:\n      run: |-\n        echo'.replace('|-', '>-').replace('echo', 'ec|ho'))).toBeNull();
  });
});

describe('completion', () => {
  it('offers keys that are not there yet', () => {
    expect(offered('id: a\n|')).toContain('tasks');
    expect(offered('id: a\n|')).not.toContain('id');
    expect(offered('tasks:\n  - id: x\n    |\n    uses: shell')).toEqual(expect.arrayContaining(['needs', 'with', 'retry']));
    expect(offered('tasks:\n  - id: x\n    |\n    uses: shell')).not.toContain('uses');
  });

  it('offers task types with what they do, and the fields of their input', () => {
    expect(offered('tasks:\n  - id: x\n    uses: |')).toEqual(['shell', 'market.bars']);
    expect(offered('tasks:\n  - id: x\n    uses: shell\n    with:\n      |')).toEqual(['run', 'shell']);
    expect(offered('tasks:\n  - id: x\n    uses: shell\n    with: { shell: |')).toEqual(['sh', 'bash']);
    expect(offered('on_failure:\n  - uses: market.bars\n    with: { |')).toEqual(['symbol']);
  });

  it('offers values from a list, and tasks to wait for', () => {
    expect(offered('kind: |')).toEqual(['workflow', 'template', 'calendar']);
    expect(offered('tasks:\n  - id: x\n  - id: y\n    needs: [|')).toEqual(['x', 'y']);
    expect(offered('tasks:\n  - id: x\n    idempotent: |')).toEqual(['true', 'false']);
  });

  it('looks behind references', () => {
    expect(offered('schedules:\n  - id: a\n    catch_up:\n      |').length).toBeGreaterThan(1);
    expect(offered('pools:\n  market:\n    |')).toContain('limit');
  });
});

import { expect, it } from 'vitest';
import { renamed } from './renamed';

it('a copy has an id and a name of its own', () => {
  expect(renamed('# About a.\n\nid: a\nname: "A thing"\ntasks:\n  - id: x\n    name: y\n')).toBe('id: a-copy\nname: "Copy of A thing"\ntasks:\n  - id: x\n    name: y\n');
});

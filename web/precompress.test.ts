import { mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { pack } from './precompress.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'carillon-pack-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('puts a packed copy of each kind beside a text file, in folders too', () => {
  const text = 'const a = 1;\n'.repeat(500);
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'assets', 'a.js'), text);

  pack(folder);

  expect(brotliDecompressSync(readFileSync(join(folder, 'assets', 'a.js.br'))).toString()).toBe(text);
  expect(gunzipSync(readFileSync(join(folder, 'assets', 'a.js.gz'))).toString()).toBe(text);
});

it('leaves alone what is small or packed already', () => {
  writeFileSync(join(folder, 'small.css'), 'a{}');
  writeFileSync(join(folder, 'letters.woff2'), 'x'.repeat(5000));

  pack(folder);

  expect(readdirSync(folder).toSorted()).toEqual(['letters.woff2', 'small.css']);
});

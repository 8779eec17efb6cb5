import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const src = import.meta.dirname;
const files = walk(src).filter((path) => !path.endsWith('schema.ts') && !path.includes('.test.'));
const spoken = new Set(['label', 'title', 'placeholder', 'aria-label', 'description', 'alt', 'words', 'summary', 'legend']);

function walk(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? walk(path) : [path];
  });
}

function literals(path: string): string[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const say = (node: ts.Node, text: string) => found.push(`${relative(src, path)}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${text.trim()}`);
  const look = (node: ts.Node): void => {
    if (ts.isJsxText(node) && /\p{L}{2}/u.test(node.text)) say(node, node.text);
    if (ts.isJsxAttribute(node) && spoken.has(node.name.getText()) && node.initializer && ts.isStringLiteral(node.initializer) && /\p{L}{2}/u.test(node.initializer.text)) say(node, node.initializer.text);
    ts.forEachChild(node, look);
  };
  look(source);
  return found;
}

describe('the house', () => {
  it('keeps every text that people read in src/text', () => {
    expect(files.filter((path) => path.endsWith('.tsx')).flatMap(literals)).toEqual([]);
  });

  it('has features that do not use one another', () => {
    const crossing = files.filter((path) => relative(src, path).startsWith('features/')).flatMap((path) => {
      const own = relative(src, path).split('/')[1];
      return [...readFileSync(path, 'utf8').matchAll(/from '@\/features\/([^/']+)/g)].filter((match) => match[1] !== own).map((match) => `${relative(src, path)} uses ${match[1]}`);
    });
    expect(crossing).toEqual([]);
  });

  it('colours states in one file', () => {
    expect(files.filter((path) => /--state-[a-z]+\s*:/.test(readFileSync(path, 'utf8'))).map((path) => relative(src, path))).toEqual(['shared/ui/states.css']);
  });

  it('has no file above 400 lines', () => {
    expect(files.filter((path) => readFileSync(path, 'utf8').split('\n').length > 400).map((path) => relative(src, path))).toEqual([]);
  });
});

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Below this many bytes a packed copy saves no packet. */
const smallest = 1024;

/** Packs what a build has written, as well as can be: the server sends the copies as they are. */
export function precompress(): Plugin {
  let folder = '';
  return {
    name: 'precompress',
    apply: 'build',
    configResolved: (config) => {
      folder = resolve(config.root, config.build.outDir);
    },
    closeBundle: () => pack(folder),
  };
}

/** Puts `x.br` and `x.gz` beside every text file `x` of a folder and those below it. */
export function pack(folder: string) {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(js|css|html|svg|json)$/.test(name)) continue;
    const path = join(folder, name);
    const content = readFileSync(path);
    if (content.length < smallest) continue;
    writeFileSync(path + '.br', brotliCompressSync(content));
    writeFileSync(path + '.gz', gzipSync(content, { level: 9 }));
  }
}

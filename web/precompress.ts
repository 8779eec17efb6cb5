import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Below this a packed copy saves no packet. */
const smallest = 1024;

/** Puts `x.br` and `x.gz` beside every text file of the build, packed as well as can be: the server sends them as they are. */
export function precompress(): Plugin {
  let folder = '';
  return {
    name: 'precompress',
    apply: 'build',
    configResolved: (config) => {
      folder = resolve(config.root, config.build.outDir);
    },
    closeBundle: () => {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(js|css|html|svg|json)$/.test(name)) continue;
        const path = join(folder, name);
        const content = readFileSync(path);
        if (content.length < smallest) continue;
        writeFileSync(path + '.br', brotliCompressSync(content));
        writeFileSync(path + '.gz', gzipSync(content, { level: 9 }));
      }
    },
  };
}

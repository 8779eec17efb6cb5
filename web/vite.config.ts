import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { precompress } from './precompress.ts';

/** The server that `npm run dev` passes API calls to. */
const server = process.env.CARILLON_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react(), precompress()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    outDir: process.env.UI_OUT ?? 'dist',
    emptyOutDir: true,
    // Numbered names come and go with the content, so that assets may be cached for ever.
    assetsDir: 'assets',
    chunkSizeWarningLimit: 700,
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': { target: server, changeOrigin: false },
      '/healthz': { target: server, changeOrigin: false },
      '/readyz': { target: server, changeOrigin: false },
      '/openapi.json': { target: server, changeOrigin: false },
    },
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/test-setup.ts'],
    include: ['*.test.ts', 'src/**/*.test.{ts,tsx}'],
    reporters: process.env.UI_TEST_REPORT ? ['default', ['junit', { outputFile: process.env.UI_TEST_REPORT }]] : ['default'],
  },
});

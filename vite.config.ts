import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { wordsPlugin } from './client/i18n/words-plugin.ts';
import { precompress } from './client/precompress-plugin.ts';
import { isPortalPath } from './server/http/portal-path.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const alias = {
  '@server': here('./server'),
  // A polyfill of what every browser of the last years has, and what it needs itself: 4 kB of the first page.
  'object.entries': here('./client/i18n/native-entries.cjs'),
};

/** In development too, the portal's addresses are one page, as `static-client.ts` serves them. */
function portalPages(): Plugin {
  return {
    name: 'portal-pages',
    configureServer(server) {
      server.middlewares.use((req, _res, next) => {
        const [path = ''] = (req.url ?? '').split(/[?#]/);
        if (isPortalPath(path)) req.url = '/daftar.html';
        next();
      });
    },
  };
}

export default defineConfig({
  root: here('./client'),
  plugins: [react(), wordsPlugin(), portalPages(), precompress(here('./dist/client/assets'))],
  resolve: { alias, dedupe: ['react', 'react-dom', 'react-router', 'react-router-dom'] },
  build: {
    outDir: here('./dist/client'),
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 1200,
    rolldownOptions: { input: { index: here('./client/index.html'), daftar: here('./client/daftar.html') } },
  },
  test: {
    root: here('.'),
    // Two cores: three files at once, since each waits half of its time for servers, databases and killed processes.
    maxWorkers: 3,
    // Against a hang only: no test is judged by its time.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    projects: [
      {
        root: here('.'),
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts'],
          environment: 'node',
          testTimeout: 900_000,
        },
      },
      {
        root: here('.'),
        resolve: { alias },
        test: {
          name: 'api',
          include: ['tests/api/**/*.test.ts'],
          environment: 'node',
          testTimeout: 900_000,
          hookTimeout: 900_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        root: here('.'),
        plugins: [react(), wordsPlugin()],
        resolve: { alias },
        test: {
          name: 'client',
          include: ['tests/client/**/*.test.tsx'],
          environment: 'happy-dom',
          testTimeout: 900_000,
        },
      },
      {
        root: here('.'),
        resolve: { alias },
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          environment: 'node',
          testTimeout: 900_000,
          hookTimeout: 900_000,
          fileParallelism: false,
          // A browser beside two servers under test waits for pages that are only starved.
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});

import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { precompress } from './client/precompress-plugin.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The counter desk that works without a network is built for itself: its worker must never keep a file of the console. */
export default defineConfig({
  root: here('./client/counter'),
  base: '/loket/',
  plugins: [
    react(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: '.',
      filename: 'counter-worker.ts',
      outDir: here('./dist/counter'),
      injectManifest: { rollupFormat: 'iife', globPatterns: ['index.html', 'icon.svg', 'assets/*.{js,css}'] },
      // The page registers its worker itself: a script in the page would need a nonce.
      injectRegister: null,
      manifestFilename: 'loket.webmanifest',
      manifest: {
        id: '/loket/',
        name: 'Loket Prakerja tanpa jaringan',
        short_name: 'Loket',
        lang: 'id',
        start_url: '/loket/',
        scope: '/loket/',
        display: 'standalone',
        background_color: '#f3f6f7',
        theme_color: '#0b4f5c',
        icons: [{ src: 'icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
      },
    }),
    precompress(here('./dist/counter/assets')),
  ],
  resolve: { alias: { '@server': here('./server') }, dedupe: ['react', 'react-dom'] },
  build: { outDir: here('./dist/counter'), emptyOutDir: true, target: 'es2022' },
});

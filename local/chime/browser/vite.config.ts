import { defineConfig } from 'vite';

export default defineConfig({
  root: 'page',
  base: './',
  // Some of the client's dependencies were written for Node.
  define: { global: 'globalThis' },
  build: { outDir: '../dist', emptyOutDir: true, chunkSizeWarningLimit: 3000 },
});

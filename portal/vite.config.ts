import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

import { early } from './tools/early.ts';
import { leanMeetingClient } from './tools/leanMeetingClient.ts';
import { oldSchedule } from './tools/oldSchedule.ts';
import { oldViewports } from './tools/oldViewports.ts';

export default defineConfig({
  plugins: [leanMeetingClient(), oldSchedule(), react(), early()],
  // The meeting client expects Node's name for the global object.
  define: { global: 'globalThis' },
  css: { postcss: { plugins: [oldViewports()] } },
  build: {
    // The oldest browsers that the portal speaks to; tools/browsers.mjs checks what is built.
    target: ['chrome100', 'firefox100', 'safari15.4'],
    // The content security policy lets no inline data in but pictures.
    assetsInlineLimit: 0,
    // The call's route carries the meeting client; the budget that counts is held by e2e/budget.spec.ts.
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      output: {
        // What nearly every page needs is one file: in thirty small ones it weighs 7 kB more and takes as many requests.
        codeSplitting: {
          groups: [
            {
              name: 'base',
              test: /(node_modules|src\/shared)\/.*(?<!\.json|\.css)$/,
              minShareCount: 14,
            },
          ],
        },
      },
    },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test/setup.ts'],
  },
});

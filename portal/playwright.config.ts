import { defineConfig } from '@playwright/test';

import { chromium } from './e2e/support/chromium';

export default defineConfig({
  testDir: 'e2e',
  testIgnore: '**/measure/**',
  outputDir: 'e2e/results',
  // Each worker has a stack of its own.
  workers: Number(process.env['WORKERS'] ?? 2),
  fullyParallel: true,
  // Looking at a page in all its variants takes long on a busy machine.
  timeout: 120_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    // Not a zone of anybody in the tests, so that a time in the browser's own zone shows.
    timezoneId: 'America/Anchorage',
    trace: 'retain-on-failure',
    permissions: ['camera', 'microphone'],
    launchOptions: chromium(),
  },
});

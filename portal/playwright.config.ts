import { defineConfig } from '@playwright/test';

import { chromium } from './e2e/support/chromium';

/** The tests that hold a call, or measure the line. */
const calls = /(call.*|gate|interfaces|refused|tech-check)\.spec\.ts/;

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'e2e/results',
  // The same on every system.
  snapshotPathTemplate: '{testDir}/{testFileName}-snapshots/{arg}{ext}',
  // Each worker has a stack of its own.
  workers: 2,
  projects: [
    { name: 'pages', testIgnore: ['**/measure/**', '**/pictures/**', calls] },
    { name: 'calls', testMatch: calls },
  ],
  fullyParallel: true,
  // Looking at a page in all its variants takes long on a busy machine.
  timeout: 300_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    // Not a zone of anybody in the tests, so that a time in the browser's own zone shows.
    timezoneId: 'America/Anchorage',
    // Without the pictures of each moment, which take a third of the processor.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    permissions: ['camera', 'microphone'],
    launchOptions: chromium(),
  },
});

import { defineConfig } from '@playwright/test';

import calls from './playwright.config.ts';

export default defineConfig(calls, { testDir: 'soak', workers: 1, timeout: 15 * 60_000 });

import base from '../../playwright.config.ts';

/** Pictures to look at, and those of the docs; run by `npm run pictures`, and not with the tests. */
const use = { ...base.use, timezoneId: 'Asia/Singapore', trace: 'off' as const };
export default {
  ...base,
  use,
  projects: [{ name: 'pictures' }],
  testDir: '.',
  outputDir: '../results',
  workers: 1,
  timeout: 600_000,
};

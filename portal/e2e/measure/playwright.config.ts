import base from '../../playwright.config.ts';

/** What takes long and gives figures; run by `npm run measure`, and not with the tests. */
export default { ...base, testDir: '.', testIgnore: [], outputDir: '../results', workers: 1 };

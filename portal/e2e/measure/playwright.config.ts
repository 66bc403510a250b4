import base from '../../playwright.config.ts';

/** What takes long and gives figures; run by `npm run measure`, and not with the tests. */
const projects = [{ name: 'measure' }];
export default { ...base, projects, testDir: '.', outputDir: '../results', workers: 1 };

// Fails if what was built needs more than the oldest browsers that the portal speaks to: newer syntax,
// newer parts of the language, or one of the browser's interfaces that came after them.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const OLDEST = 'chrome 100, firefox 100, safari 15.4';

const NEWER = [
  'AbortSignal.any',
  'AbortSignal.timeout',
  'Array.fromAsync',
  'CompressionStream',
  'Iterator.from',
  'Map.groupBy',
  'Object.groupBy',
  'OffscreenCanvas',
  'Promise.try',
  'Promise.withResolvers',
  'URL.canParse',
  'URL.parse',
  'checkVisibility',
  'navigator.setAppBadge',
  'requestIdleCallback',
  'scheduler.postTask',
  'scheduler.yield',
  'showPopover',
  'Intl.DurationFormat',
  'Intl.Segmenter',
];

const files = join('dist', 'assets', '*.js');
const options = ['--module', '--checkFeatures', '--quiet', '--browserslistQuery', OLDEST];
execFileSync('npx', ['es-check', 'checkBrowser', files, ...options], { stdio: 'inherit' });

const found = readdirSync(join('dist', 'assets'))
  .filter((name) => name.endsWith('.js'))
  .flatMap((name) => {
    const code = readFileSync(join('dist', 'assets', name), 'utf8');
    const isUsed = (word) => new RegExp(`\\b${word.replace('.', '\\.')}\\b`).test(code);
    return NEWER.filter((word) => isUsed(word)).map((word) => `${name}: ${word}`);
  });
if (found.length > 0) {
  console.error(`Not in ${OLDEST}:\n${found.join('\n')}`);
  process.exit(1);
}

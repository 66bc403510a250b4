// Fails if what was built needs more than the oldest browsers that the portal speaks to: newer syntax,
// newer parts of the language, one of the browser's interfaces that came after them, or newer CSS.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'postcss';

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

const assets = readdirSync(join('dist', 'assets')).map((name) => {
  return { name, text: readFileSync(join('dist', 'assets', name), 'utf8') };
});
const scripts = assets.filter(({ name }) => name.endsWith('.js'));
const styles = assets.filter(({ name }) => name.endsWith('.css'));

const found = scripts.flatMap(({ name, text }) => {
  const isUsed = (word) => new RegExp(`\\b${word.replace('.', '\\.')}\\b`).test(text);
  return NEWER.filter((word) => isUsed(word)).map((word) => `${name}: ${word}`);
});

// What of CSS came later, with the browsers that have it, by the data of MDN
// (https://github.com/mdn/browser-compat-data) and https://caniuse.com.
const NEWER_VALUES = {
  'dvh and its like (Chrome 108, Firefox 101)': /\d[dsl]v(h|w|i|b|min|max)\b/,
  'units of containers (Chrome 105, Firefox 110, Safari 16)': /\dcq(h|w|i|b|min|max)\b/,
  'units of lines (Chrome 109, Firefox 120, Safari 16.4)': /\dr?lh\b/,
  'newer colours (Chrome 111, Firefox 113, Safari 16.2)':
    /\b(color-mix|color|oklch|oklab|lch|lab)\(|\bfrom (var|#|rgb|hsl)/,
  'light-dark (Chrome 123, Firefox 120, Safari 17.5)': /\blight-dark\(/,
  'subgrid (Chrome 117, Safari 16)': /\bsubgrid\b/,
};
const NEWER_PROPERTIES = {
  'transforms of their own (Chrome 104)': /^(translate|rotate|scale)$/,
};
const NEWER_SELECTORS = {
  ':has (Chrome 105, Firefox 121)': /:has\(/,
  ':dir (Chrome 120, Safari 16.4)': /:dir\(/,
  'nesting (Chrome 120, Firefox 117, Safari 17.2)': /&/,
};
const NEWER_AT_RULES = {
  '@container (Chrome 105, Firefox 110, Safari 16)': /^container /,
  '@property (Firefox 128, Safari 16.4)': /^property /,
  '@scope (Chrome 118, Firefox 146, Safari 17.4)': /^scope\b/,
  '@starting-style (Chrome 117, Firefox 129, Safari 17.5)': /^starting-style\b/,
  'ranges in @media (Chrome 104, Safari 16.4)': /^media .*[<>]/,
};

// Rules of the library that only refine something: room beside a scroll bar or a button that empties a list,
// neither of which we show, and how a list of choices of our own would look. Or that we replace: the dot of a
// radio button (BookingForm.module.css).
const REFINEMENTS = [
  'm_fd1ab0aa',
  'm_6c018570',
  'm_82577fc2',
  'm_8fb7ebe7',
  'm_88b62a41',
  'm_254f3e4f',
];
// Of the calendar: sizes of letters in very small events, its header and its year, which we don't show, and
// what keeps events in view that lie upon each other, which ours don't.
const CALENDAR = [
  'm_71699dc6',
  'm_21150122',
  'm_7a42c1e5',
  'm_5998194a',
  'm_744ceb50',
  'm_8b7a61a0',
  'm_9389813',
  'm_cd58ae46',
];
const REPLACED = ['m_f3ed6b2b'];
const EXCEPTIONS = [...REFINEMENTS, ...CALENDAR, ...REPLACED];

const inScripts = new Set(scripts.flatMap(({ text }) => text.match(/\bm_\w+/g) ?? []));

/** Whether a rule can apply: the library brings the styles of all its components, and we use some. */
const isUsed = (selector) =>
  (selector.match(/\bm_\w+/g) ?? []).every(
    (part) => inScripts.has(part) && !EXCEPTIONS.includes(part),
  );

/** Whether browsers are asked first whether they know it. */
const isAsked = (node) =>
  node !== undefined &&
  ((node.name === 'supports' && node.type === 'atrule') || isAsked(node.parent));

for (const { name, text } of styles) {
  parse(text).walk((node) => {
    const note = (list, words, where) => {
      for (const [what, pattern] of Object.entries(list))
        if (pattern.test(words)) found.push(`${name}: ${what} in ${where}`);
    };
    if (isAsked(node)) return;
    if (node.type === 'rule') {
      node.selectors.filter(isUsed).forEach((each) => note(NEWER_SELECTORS, each, each));
      if (node.parent.type === 'rule') note(NEWER_SELECTORS, '&', node.selector);
    } else if (node.type === 'decl' && node.parent.selectors?.some(isUsed)) {
      note(NEWER_VALUES, node.value, `${node.parent.selector} { ${node.prop} }`);
      note(NEWER_PROPERTIES, node.prop, node.parent.selector);
    } else if (node.type === 'atrule' && !(node.nodes ?? []).every(isUnused))
      note(NEWER_AT_RULES, `${node.name} ${node.params}`, `@${node.name}`);
  });
}

if (found.length > 0) {
  console.error(`Not in ${OLDEST}:\n${found.join('\n')}`);
  process.exit(1);
}

/** Whether nothing that is in a rule can apply. */
function isUnused({ type, selectors }) {
  return type === 'rule' && !selectors.some(isUsed);
}

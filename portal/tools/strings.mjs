// Writes docs/strings.html: every string of the portal, each language beside the others, to be read from top to bottom.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const LANGUAGES = ['en', 'vi'];
const page = join(import.meta.dirname, '../../docs/strings.html');
const source = join(import.meta.dirname, '../src');

/** The strings of a catalogue by the path of their keys. */
function strings(words, path = '') {
  return Object.entries(words).flatMap(([key, value]) => {
    const here = path === '' ? key : `${path}.${key}`;
    return typeof value === 'string' ? [[here, value]] : strings(value, here);
  });
}

const escaped = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const row = (key, cells) => `<tr><th scope="row">${key}</th>${cells.join('')}</tr>`;

function section(folder) {
  const read = (language) =>
    new Map(strings(JSON.parse(readFileSync(join(source, folder, `${language}.json`), 'utf8'))));
  const catalogues = LANGUAGES.map(read);
  // Plural forms differ: a language has those that it knows.
  const keys = [...new Set(catalogues.flatMap((words) => [...words.keys()]))];
  const cell = (words, key, at) =>
    `<td lang="${LANGUAGES[at]}">${escaped(words.get(key) ?? '')}</td>`;
  const rows = keys.map((key) =>
    row(
      key,
      catalogues.map((words, at) => cell(words, key, at)),
    ),
  );
  const head = `<tr><td></td>${LANGUAGES.map((language) => `<th scope="col">${language}</th>`).join('')}</tr>`;
  return `<h2>${dirname(folder)}</h2>\n<table>\n${[head, ...rows].join('\n')}\n</table>`;
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' });
const folders = files
  .filter((path) => path.endsWith('i18n/en.json'))
  .map(dirname)
  .sort();
const style =
  'body{font:16px/1.4 system-ui;margin:2rem}table{border-collapse:collapse}td,th{border:1px solid #ccc;' +
  'padding:.25rem .5rem;text-align:left;vertical-align:top}th[scope=row]{font:12px monospace;color:#666}td{width:40%}';
writeFileSync(
  page,
  `<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Strings of the portal</title>\n<style>${style}</style>\n` +
    `<h1>Strings of the portal</h1>\n${folders.map(section).join('\n')}\n</html>\n`,
);
console.log(`${page} has ${folders.length} catalogues.`);

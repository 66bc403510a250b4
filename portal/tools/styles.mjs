// Fails if what was built uses a class of the component library without its styles: src/app/mantine.css lists
// them by component, since all of them are more than twice as much.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const CLASS = /\bm_[0-9a-f]+\b/g;
const LIBRARY = join('node_modules', '@mantine', 'core');

const read = (folder, end) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(end))
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
const classesIn = (files) => new Set(files.flatMap(({ text }) => text.match(CLASS) ?? []));

const styled = classesIn(read(join('dist', 'assets'), '.css'));
const used = classesIn(read(join('dist', 'assets'), '.js'));
const missing = read(join(LIBRARY, 'styles'), '.layer.css').filter(({ text }) =>
  [...classesIn([{ text }])].some((name) => used.has(name) && !styled.has(name)),
);
if (missing.length > 0) {
  console.error(`src/app/mantine.css lacks ${missing.map(({ name }) => name).join(', ')}.`);
  process.exit(1);
}

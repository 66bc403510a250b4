import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

const source = join(import.meta.dirname, '..');
const inside = (folder: string) =>
  readdirSync(join(source, folder))
    .map((name) => `${folder}/${name}/i18n`)
    .filter((path) => existsSync(join(source, path)));
const folders = ['shared/i18n', ...inside('shared'), ...inside('features')];

/** Every key of a catalogue with its words. Plural forms count as one: languages differ in them. */
function words(folder: string, language: string): Map<string, string> {
  const text = readFileSync(join(source, folder, `${language}.json`), 'utf8');
  const found = new Map<string, string>();
  const walk = (value: unknown, path: string) => {
    if (typeof value === 'string') found.set(path.replace(/_(one|other)$/, ''), value);
    else for (const [key, inner] of Object.entries(value as object)) walk(inner, `${path}.${key}`);
  };
  walk(JSON.parse(text), '');
  return found;
}

const names = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map(([, name]) => name).sort();

describe.each(folders)('the catalogues of %s', (folder) => {
  const [english, vietnamese] = [words(folder, 'en'), words(folder, 'vi')];

  it('have the same keys in both languages', () => {
    expect([...vietnamese.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('fill in the same names', () => {
    for (const [key, text] of english)
      expect(names(vietnamese.get(key) ?? ''), key).toEqual(names(text));
  });

  it('call the reader anh/chị in Vietnamese, as the emails do', () => {
    for (const [key, text] of vietnamese) expect(text, key).not.toMatch(/(?<!\p{L})bạn(?!\p{L})/iu);
  });

  it('leave nothing empty', () => {
    for (const text of [...english.values(), ...vietnamese.values()])
      expect(text.trim()).not.toBe('');
  });
});

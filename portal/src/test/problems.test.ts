import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');

interface Schema {
  $ref?: string;
  enum?: string[];
  properties?: object;
  oneOf?: Schema[];
  allOf?: Schema[];
}

interface Operation {
  parameters?: { in: string; name: string }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

interface Catalogue {
  problem: Record<string, object>;
  field: object;
  fieldProblem: object;
  invalidField: object;
}

const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8')) as unknown;
const api = read('docs/openapi.json') as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};
const schema = (name: string) => api.components.schemas[name] ?? {};

/** The names that a body gives its fields. */
function names({ $ref, properties = {}, oneOf = [], allOf = [] }: Schema): string[] {
  const parts = [...oneOf, ...allOf, ...($ref ? [schema($ref.split('/').pop() ?? '')] : [])];
  return [...Object.keys(properties), ...parts.flatMap(names)];
}

const operations = Object.values(api.paths).flatMap((path) => Object.values(path));
const fields = operations.flatMap(({ parameters = [], requestBody }) => [
  ...parameters.filter((each) => each.in === 'query').map(({ name }) => name),
  ...Object.values(requestBody?.content ?? {}).flatMap((body) => names(body.schema)),
]);

/** What the portal fills in by itself. */
const OWN_FIELDS = 'channel cursor generation id limit outcome state via view'.split(' ');

/** What goes wrong without an answer of the API, and what is said of an answer without a known code. */
const OWN_PROBLEMS = 'lost_link no_answer not_ours nothing_kept refused unexpected'.split(' ');

const sorted = (words: Iterable<string>) => [...new Set(words)].sort();

describe.each(['en', 'vi'])('the problems in %s', (language) => {
  const words = read(`portal/src/shared/i18n/${language}.json`) as Catalogue;
  const codes = sorted([...(schema('ProblemCode').enum ?? []), ...OWN_PROBLEMS]);

  it('have a title and advice for every code of the API, and for no other', () => {
    expect(codes.length).toBeGreaterThan(30);
    expect(sorted(Object.keys(words.problem))).toEqual(codes);
    for (const [code, said] of Object.entries(words.problem))
      expect(Object.keys(said), code).toEqual(expect.arrayContaining(['title', 'advice']));
  });

  it.each(['features/concierge', 'features/phone', 'shared/booking-actions'])(
    'have no advice for a code that is none in %s',
    (folder) => {
      const own = read(`portal/src/${folder}/i18n/${language}.json`) as { advice: object };
      expect(codes).toEqual(expect.arrayContaining(Object.keys(own.advice)));
    },
  );

  it('have words for every code of a field, and for no other', () => {
    expect(sorted(Object.keys(words.fieldProblem))).toEqual(sorted(schema('FieldCode').enum ?? []));
  });

  it('name every field that people fill in, and no other', () => {
    expect(sorted([...Object.keys(words.field), ...OWN_FIELDS])).toEqual(sorted(fields));
    expect(Object.keys(words.field)).toEqual(
      expect.arrayContaining(Object.keys(words.invalidField)),
    );
  });
});

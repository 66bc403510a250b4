import { afterEach, expect, it, vi } from 'vitest';

import { answer, createApi } from './client';

const TAG = 'W/"1"';
const tokens = {
  current: () => Promise.resolve('token'),
  renewed: () => Promise.resolve(null),
};

const list = (name: string, tag: string) =>
  new Response(JSON.stringify({ items: [{ name }], nextCursor: null }), {
    headers: { 'Content-Type': 'application/json', ETag: tag },
  });

const nothingNew = () => new Response(null, { status: 304, headers: { ETag: TAG } });

/** Answers with these in turn, and remembers the tags that came. */
function served(...answers: Response[]) {
  const tags: (string | null)[] = [];
  vi.stubGlobal('fetch', (request: Request) => {
    tags.push(request.headers.get('If-None-Match'));
    const next = answers.shift();
    return next ? Promise.resolve(next) : Promise.reject(new TypeError('offline'));
  });
  return tags;
}

afterEach(() => vi.unstubAllGlobals());

const ask = (api: ReturnType<typeof createApi>, limit = 20) =>
  answer(api.GET('/v1/admin/members', { params: { query: { limit } } }));

it('shows what it has when nothing changed, and asks with the tag of the last answer', async () => {
  const tags = served(list('Mai', TAG), nothingNew(), list('Mai Anh', 'W/"2"'), nothingNew());
  const api = createApi(tokens);
  const names: unknown[] = [];
  for (let time = 0; time < 4; time += 1) names.push(...(await ask(api)).items);
  expect(names).toMatchObject(['Mai', 'Mai', 'Mai Anh', 'Mai Anh'].map((name) => ({ name })));
  expect(tags).toEqual([null, TAG, TAG, 'W/"2"']);
});

it('keeps apart what is asked for otherwise, and who asks', async () => {
  const tags = served(list('Mai', TAG), list('Lan', TAG), list('Duc', TAG));
  const api = createApi(tokens);
  await ask(api);
  await ask(api, 50);
  await ask(createApi(tokens));
  expect(tags).toEqual([null, null, null]);
});

it('keeps no answer that ended too soon', async () => {
  const half = new Response('{"items": [{"na', { headers: { ETag: TAG } });
  const tags = served(half, list('Mai', TAG));
  const api = createApi(tokens);
  await expect(ask(api)).rejects.toMatchObject({ name: 'ApiError' });
  expect((await ask(api)).items).toMatchObject([{ name: 'Mai' }]);
  expect(tags).toEqual([null, null]);
});

it('does not ask so for what has a version', async () => {
  const tags = served(list('Mai', '"1"'), list('Mai', '"1"'));
  const api = createApi(tokens);
  await ask(api);
  await ask(api);
  expect(tags).toEqual([null, null]);
});

import { expect, it, vi } from 'vitest';

import { answer, createApi } from './client';
import { NO_ANSWER, NOT_OURS } from './problem';

it('waits for no answer and no new token longer than nine seconds in all', async () => {
  vi.useFakeTimers();
  const refused = new Response('{}', { status: 401 });
  const slow = () => new Promise((done) => setTimeout(() => done(refused), 5_000));
  vi.stubGlobal('fetch', vi.fn(slow));
  const api = createApi({
    current: () => Promise.resolve('old'),
    renewed: () => new Promise(() => undefined),
  });
  const failed = vi.fn();
  answer(api.GET('/v1/me')).catch(failed);
  await vi.advanceTimersByTimeAsync(9_000);
  expect(failed).toHaveBeenCalledWith(expect.objectContaining({ code: NO_ANSWER }));
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const page = (status: number, type = 'text/html; charset=utf-8') =>
  new Response('<!doctype html><title>Welcome to our Wi-Fi</title>', {
    status,
    headers: { 'Content-Type': type },
  });

it.each([
  ['a page in place of data', page(200), NOT_OURS],
  ['the page of a proxy that wants a sign-in', page(401), NOT_OURS],
  ['the page of a firewall', page(403, 'application/xhtml+xml'), NOT_OURS],
  ['a network that says so', new Response('', { status: 511 }), NOT_OURS],
  ['the page of a fault', page(502), 'unavailable'],
  ['data that ends too soon', new Response('{"id": "mem', { status: 200 }), NO_ANSWER],
])('takes for no answer of ours: %s', async (_, response, code) => {
  vi.stubGlobal('fetch', () => Promise.resolve(response));
  const renewed = vi.fn();
  const api = createApi({ current: () => Promise.resolve('token'), renewed });
  const failure = await answer(api.GET('/v1/me')).catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: 'ApiError', code, passing: true });
  expect(renewed).not.toHaveBeenCalled();
  vi.unstubAllGlobals();
});

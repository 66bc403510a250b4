import { expect, it, vi } from 'vitest';

import { answer, createApi } from './client';
import { NO_ANSWER } from './problem';

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

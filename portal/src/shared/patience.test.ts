import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { patiently } from './patience';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('tries until it works', async () => {
  const work = vi
    .fn<() => Promise<string>>()
    .mockRejectedValueOnce(new Error())
    .mockRejectedValueOnce(new Error())
    .mockResolvedValue('there');
  const done = patiently(work);
  await vi.advanceTimersByTimeAsync(8_000);
  expect(await done).toBe('there');
  expect(work).toHaveBeenCalledTimes(3);
});

it('tries at once when the line is back', async () => {
  const work = vi
    .fn<() => Promise<string>>()
    .mockRejectedValueOnce(new Error())
    .mockResolvedValue('there');
  const done = patiently(work);
  await vi.advanceTimersByTimeAsync(0);
  window.dispatchEvent(new Event('online'));
  expect(await done).toBe('there');
});

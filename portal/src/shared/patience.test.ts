import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { backOffMs, patiently } from './patience';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('waits longer each time, up to a quarter of a minute', () => {
  for (const [failures, longest] of [
    [0, 500],
    [1, 1_000],
    [3, 4_000],
    [50, 15_000],
  ] as const) {
    expect(backOffMs(failures)).toBeGreaterThanOrEqual(longest / 2);
    expect(backOffMs(failures)).toBeLessThanOrEqual(longest);
  }
});

it('tries until it works', async () => {
  const work = vi
    .fn<() => Promise<string>>()
    .mockRejectedValueOnce(new Error())
    .mockRejectedValueOnce(new Error())
    .mockResolvedValue('there');
  const done = patiently(work);
  await vi.advanceTimersByTimeAsync(2_000);
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

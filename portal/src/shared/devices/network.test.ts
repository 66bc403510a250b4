import { expect, it, vi } from 'vitest';

import { measureNetwork, verdictOf } from './network';

it.each([
  [40, 20, 'good'],
  [400, 20, 'slow'],
  [40, 0.8, 'slow'],
  [40, 0.2, 'poor'],
  [1500, 20, 'poor'],
] as const)('says what a line of %d ms and %d Mbit/s is good for', (delay, rate, verdict) => {
  expect(verdictOf(delay, rate)).toBe(verdict);
});

it('fails within ten seconds on a line that hangs', async () => {
  vi.useFakeTimers();
  const hanging = (_path: string, { signal }: { signal: AbortSignal }) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('aborted')));
    });
  vi.stubGlobal('fetch', hanging);
  const failed = vi.fn();
  measureNetwork().catch(failed);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(failed).toHaveBeenCalled();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

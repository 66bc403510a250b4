import { expect, it, vi } from 'vitest';

import { withinTime } from './withinTime';

it('ends after its time, or when the other signal does', () => {
  vi.useFakeTimers();
  const other = new AbortController();
  const [alone, both] = [withinTime(1_000), withinTime(5_000, other.signal)];
  vi.advanceTimersByTime(1_000);
  expect([alone.aborted, both.aborted]).toEqual([true, false]);
  other.abort();
  expect(both.aborted).toBe(true);
  expect(withinTime(1_000, other.signal).aborted).toBe(true);
  vi.useRealTimers();
});

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { ApiError } from '../api/problem';
import { backOff, pauseTold, polling } from './backOff';

const DOWN = new ApiError('unavailable', 503);

beforeEach(() => void vi.spyOn(Math, 'random').mockReturnValue(0.5));
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

it('doubles from two seconds up to half a minute', () => {
  const pauses = [1, 2, 3, 4, 5, 6, 60].map((failures) => backOff(failures, DOWN) / 1000);
  expect(pauses).toEqual([2, 4, 8, 16, 30, 30, 30]);
});

it('differs by chance, by up to a quarter', () => {
  vi.mocked(Math.random).mockReturnValue(0);
  expect(backOff(1, DOWN)).toBe(1_500);
  vi.mocked(Math.random).mockReturnValue(1);
  expect(backOff(1, DOWN)).toBe(2_500);
});

it('never asks more often than without failures', () => {
  expect(backOff(1, DOWN, 15_000)).toBe(15_000);
});

it('leaves a service alone that was asked too often, as it says, but asks within half a minute (S4)', () => {
  expect(backOff(1, new ApiError('rate_limited', 429))).toBe(10_000);
  vi.useFakeTimers({ now: Date.parse('2026-12-01T09:00:00Z') });
  const told = (opensAt: string) => backOff(1, new ApiError('rate_limited', 429, [], opensAt));
  expect(told('2026-12-01T09:00:05Z')).toBe(10_000);
  expect(told('2026-12-01T09:00:20Z')).toBe(20_000);
  // A timer of more than 24.8 days would end at once.
  for (const far of ['2026-12-01T09:01:00Z', '2026-12-11T09:00:00Z', '2027-01-31T09:00:00Z'])
    expect(told(far)).toBe(30_000);
  expect(told('soon')).toBe(10_000);
});

it('pauses as long as an answer says, if that is half a minute or less', () => {
  expect([0, 3_000, 30_001, 1e12].map((ms) => pauseTold(ms, 4_000))).toEqual([
    0, 3_000, 30_000, 30_000,
  ]);
  for (const none of [NaN, -1, undefined as unknown as number])
    expect(pauseTold(none, 4_000)).toBe(4_000);
});

it('asks a question that fails less and less often, and at its period once it is answered', () => {
  const period = polling(4_000);
  const failed = (after: number, count = 1) =>
    period({
      state: {
        status: 'error',
        error: DOWN,
        dataUpdatedAt: count > 1 ? 0 : 1_000_000_500,
        errorUpdatedAt: 1_000_000_500 + after,
        errorUpdateCount: count,
      },
    });
  expect([4_000, 14_000, 100_000, 900_000].map((after) => failed(after))).toEqual([
    4_000, 8_000, 30_000, 30_000,
  ]);
  expect(failed(0, 3)).toBe(8_000);
  const state = { error: null, dataUpdatedAt: 1, errorUpdatedAt: 0, errorUpdateCount: 9 };
  expect(period({ state: { ...state, status: 'success' } })).toBe(4_000);
});

import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { togetherMs } from '../../../shared/bookings/timeTogether';
import type { Stay } from './stay';
import { useTogether } from './useTogether';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const room = { entrance: { meeting: {}, attendee: {}, generation: 1 }, turn: 1, slow: false };
const together: Stay = { where: 'in', ...room, lostSince: null, withOther: true };
const alone: Stay = { ...together, withOther: false };
const cutOff: Stay = { ...together, lostSince: 1 };

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

it('counts the time that both are in and connected, also of a page that is reloaded', async () => {
  const first = renderHook(({ stay }) => useTogether('bkg_1', stay), {
    initialProps: { stay: alone },
  });
  await pass(60_000);
  expect(togetherMs('bkg_1')).toBeNull();
  first.rerender({ stay: together });
  await pass(90_500);
  // What was not written down yet is lost with a page that is reloaded.
  expect(togetherMs('bkg_1')).toBe(90_000);
  first.rerender({ stay: cutOff });
  await pass(60_000);
  expect(togetherMs('bkg_1')).toBe(90_500);
  first.unmount();
  const second = renderHook(() => useTogether('bkg_1', together));
  await pass(500);
  second.unmount();
  expect(togetherMs('bkg_1')).toBe(91_000);
  expect(togetherMs('bkg_2')).toBeNull();
});

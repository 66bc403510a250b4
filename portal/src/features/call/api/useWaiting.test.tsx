import { act, renderHook, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';

import { ApiError } from '../../../shared/api/problem';
import type { JoinAnswer, MemberSide } from './member';
import { useWaiting } from './useWaiting';

const WAITING: JoinAnswer = {
  state: 'waiting',
  hostLate: false,
  hostLateMinutes: 0,
  retryAfterMs: 1,
};
const ADMITTED: JoinAnswer = { state: 'admitted', meeting: {}, attendee: {}, generation: 1 };

type Given = JoinAnswer | Error;

/** A side whose answers come one after the other, the last one again and again. */
function answering(first: Given, ...others: Given[]): MemberSide {
  let next = first;
  const join = vi.fn(() => {
    const now = next;
    next = others.shift() ?? next;
    return now instanceof Error ? Promise.reject(now) : Promise.resolve(now);
  });
  return { join, see: vi.fn(), report: vi.fn(), calendar: vi.fn() };
}

it('asks again until it is let in, and then no more', async () => {
  const side = answering(WAITING, WAITING, ADMITTED);
  const { result } = renderHook(() => useWaiting(side, true, () => undefined));
  await waitFor(() => expect(result.current.waiting.state).toBe('admitted'));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(side.join).toHaveBeenCalledTimes(3);
});

it('goes on asking when there is no answer, and says so', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 100 });
  const side = answering(new ApiError('no_answer', 0), ADMITTED);
  const { result } = renderHook(() => useWaiting(side, true, () => undefined));
  await waitFor(() => expect(result.current.troubled).toBe(true));
  await waitFor(() => expect(result.current.waiting.state).toBe('admitted'), { timeout: 5_000 });
  expect(result.current.troubled).toBe(false);
  vi.useRealTimers();
});

it('says from when it works, if it is too early', async () => {
  const opensAt = '2026-12-01T08:45:00Z';
  const side = answering(new ApiError('too_early', 409, [], opensAt));
  const { result } = renderHook(() => useWaiting(side, true, () => undefined));
  await waitFor(() => expect(result.current.waiting).toEqual({ state: 'early', opensAt }));
});

it('asks no more after a refusal, nor when nobody waits', async () => {
  const side = answering(new ApiError('link_void', 401));
  const { result, rerender } = renderHook(({ asks }) => useWaiting(side, asks, () => undefined), {
    initialProps: { asks: true },
  });
  await waitFor(() => expect(result.current.waiting.state).toBe('refused'));
  expect(side.join).toHaveBeenCalledTimes(1);
  rerender({ asks: false });
  expect(result.current.waiting.state).toBe('asking');
});

it('says that nobody may see who waits once their lease is over without an answer (S3)', async () => {
  vi.useFakeTimers();
  const waiting = { ...WAITING, retryAfterMs: 3_000 };
  const side = answering(waiting, new ApiError('no_answer', 0));
  const { result } = renderHook(() => useWaiting(side, true, () => undefined));
  const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
  await pass(11_900);
  expect(result.current).toMatchObject({ waiting: { state: 'waiting' }, troubled: true });
  await pass(200);
  expect(result.current.waiting).toEqual({ state: 'unreached' });
  // Also a question that hangs renews nothing.
  vi.mocked(side.join).mockImplementation(() => new Promise(() => undefined));
  await pass(60_000);
  expect(result.current.waiting).toEqual({ state: 'unreached' });
  vi.useRealTimers();
});

it('counts the lease from the question, not from an answer that took long', async () => {
  vi.useFakeTimers();
  const waiting = { ...WAITING, retryAfterMs: 20_000 };
  const side = answering(waiting);
  const slow = () => new Promise<JoinAnswer>((done) => setTimeout(() => done(waiting), 8_000));
  vi.mocked(side.join).mockImplementation(slow);
  const { result } = renderHook(() => useWaiting(side, true, () => undefined));
  const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
  await pass(8_000);
  expect(result.current.waiting.state).toBe('waiting');
  await pass(4_000);
  expect(result.current.waiting.state).toBe('unreached');
  await pass(24_000);
  expect(result.current.waiting.state).toBe('waiting');
  vi.useRealTimers();
});

it('says so from the start if there is no answer at all', async () => {
  const side = answering(new ApiError('no_answer', 0));
  const { result } = renderHook(() => useWaiting(side, true, () => undefined));
  await waitFor(() => expect(result.current.waiting.state).toBe('unreached'));
});

it('goes on asking when its link is taken out on the way', async () => {
  vi.useFakeTimers();
  const side = answering(new ApiError('lost_link', 403), ADMITTED);
  const { result } = renderHook(() => useWaiting(side, true, () => undefined));
  const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
  await pass(0);
  expect(result.current.waiting).toMatchObject({ state: 'refused', error: { code: 'lost_link' } });
  await pass(6_000);
  expect(result.current.waiting.state).toBe('admitted');
  vi.useRealTimers();
});

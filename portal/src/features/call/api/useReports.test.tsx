import { renderHook, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';

import { ApiError } from '../../../shared/api/problem';
import type { Report } from './member';
import { useReports } from './useReports';

interface Answer {
  hostPresent: boolean;
  nextReportMs: number;
}

/** What a provider's page says that gets these answers, the last one again and again. */
function said(first: boolean, ...others: boolean[]): Report['state'][] {
  const states: Report['state'][] = [];
  let next = first;
  const report = ({ state }: Report): Promise<Answer> => {
    states.push(state);
    const hostPresent = next;
    next = others.shift() ?? next;
    return Promise.resolve({ hostPresent, nextReportMs: 1 });
  };
  renderHook(() =>
    useReports(
      true,
      1,
      report,
      (answer) => answer.hostPresent,
      () => undefined,
    ),
  );
  return states;
}

it('says once that it has joined, and then that it is alive', async () => {
  const states = said(true);
  await waitFor(() => expect(states.slice(0, 3)).toEqual(['joined', 'alive', 'alive']));
});

it('says anew that it has joined when it is thought to be out', async () => {
  const states = said(true, false, true);
  await waitFor(() => expect(states.slice(0, 4)).toEqual(['joined', 'alive', 'joined', 'alive']));
});

it('goes on reporting within half a minute, whatever time a refusal names (S4)', async () => {
  vi.useFakeTimers();
  const opensAt = new Date(Date.now() + 10 * 24 * 3600_000).toISOString();
  const report = vi
    .fn<(report: Report) => Promise<Answer>>()
    .mockRejectedValueOnce(new ApiError('rate_limited', 429, [], opensAt))
    .mockResolvedValue({ hostPresent: true, nextReportMs: 4_000 });
  renderHook(() => useReports(true, 1, report, (answer) => answer.hostPresent));
  await vi.advanceTimersByTimeAsync(30_000);
  expect(report).toHaveBeenCalledTimes(2);
  vi.useRealTimers();
});

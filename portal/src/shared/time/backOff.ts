/** How long to wait before asking again after failures, so that a service in trouble is left in peace. */
import { ApiError } from '../api/problem';
import { serverNow } from './now';

/** What a cached question knows of its answers. */
interface Asked {
  state: {
    status: string;
    error: unknown;
    dataUpdatedAt: number;
    errorUpdatedAt: number;
    errorUpdateCount: number;
  };
}

const FIRST_MS = 2_000;
const LONGEST_MS = 30_000;

/** Whoever was told that they ask too often waits at least this long. */
const TOO_OFTEN_MS = 10_000;

/**
 * The pause after so many failures in a row: doubling, at most half a minute, and up to a quarter longer
 * or shorter by chance, so that not all pages come back at one moment. Never shorter than `usualMs`, the
 * pause without failures, nor than the service asks for, up to half a minute: a limit may be lifted before
 * the time that was told, and no timer counts further than 24 days.
 */
export function backOff(
  failures: number,
  error: unknown,
  usualMs = 0,
  chance = Math.random(),
): number {
  const doubled = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
  const mixed = doubled * (0.75 + chance / 2);
  return Math.round(Math.max(mixed, usualMs, askedFor(error)));
}

/** The pause that an answer asks for, if it is one: at most half a minute, so that no mistake ends a call. */
export function pauseTold(ms: number, usualMs: number): number {
  return ms >= 0 ? Math.min(LONGEST_MS, ms) : usualMs;
}

function askedFor(error: unknown): number {
  if (!(error instanceof ApiError) || error.status !== 429) return 0;
  const opensIn = Date.parse(error.opensAt ?? '') - serverNow();
  return opensIn > TOO_OFTEN_MS ? Math.min(LONGEST_MS, opensIn) : TOO_OFTEN_MS;
}

/**
 * How often a question is asked anew: each `periodMs`, and less often while it fails. It is worked out anew
 * whenever a page is drawn, so chance comes from the moment of the failure. A query with it has `retry: false`:
 * it is asked again anyway, and what fails is said at once.
 */
export function polling(periodMs: number): (query: Asked) => number {
  return ({ state }) =>
    state.status === 'error'
      ? backOff(failuresOf(state), state.error, periodMs, (state.errorUpdatedAt % 1000) / 1000)
      : periodMs;
}

/** How many failures in a row there were, by how long the last answer is ago. */
function failuresOf({ dataUpdatedAt, errorUpdatedAt, errorUpdateCount }: Asked['state']): number {
  if (dataUpdatedAt === 0) return errorUpdateCount;
  return Math.max(1, Math.round(Math.log2((errorUpdatedAt - dataUpdatedAt) / FIRST_MS + 1)));
}

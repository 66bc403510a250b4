import { useEffect, useEffectEvent, useState } from 'react';

import { ApiError, LINK_LOST } from '../../../shared/api/problem';
import { WAITING_LEASE_MS } from '../../../shared/bookings/waitingLease';
import { backOff, pauseTold } from '../../../shared/time/backOff';
import type { JoinAnswer, MemberSide } from './member';

/** Where a member stands before the door. */
export type Waiting =
  | { state: 'asking' }
  /** No answer for so long that nobody may see the member, or none since they began to ask. */
  | { state: 'unreached' }
  | { state: 'early'; opensAt: string }
  | { state: 'refused'; error: unknown }
  | JoinAnswer;

/** How often one asks unless the answer says how often. */
const USUAL_MS = 4_000;

/** While it is too early, how often one looks whether the session was moved or cancelled. */
const EARLY_MS = 15_000;

/** How often one looks whether somebody whose sign-in has run out has signed in again. */
const SIGNED_OUT_MS = 5_000;

/** How often one who was let in asks while they can't get in: within the lease, so that they are seen. */
const SEEN_MS = 8_000;

/** After what was refused for good, how often one looks whether it still is. */
const REFUSED_MS = 30_000;

/**
 * Asks to come in, again and again, while `asks` is set: each question renews the lease by which the
 * provider sees who waits. `hear` gets what was found. A question that fails is never the last, only the
 * end of the session or of the link is; `troubled` says that there is no answer at the moment. Who waits
 * is `unreached` once their lease has run out without an answer.
 */
export function useWaiting(side: MemberSide, asks: boolean, hear: (found: Waiting) => void) {
  const [waiting, setWaiting] = useState<Waiting>({ state: 'asking' });
  const [troubled, setTroubled] = useState(false);
  const onFound = useEffectEvent(hear);
  useEffect(() => {
    if (!asks) return;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    let lease: ReturnType<typeof setTimeout>;
    let failures = 0;
    const ask = async () => {
      const askedAt = performance.now();
      const { found, next, error } = await question(side, stop.signal);
      if (stop.signal.aborted) return;
      failures = error ? failures + 1 : 0;
      setTroubled(Boolean(error) && !found);
      if (found) {
        clearTimeout(lease);
        setWaiting(found);
        onFound(found);
        const left = askedAt + WAITING_LEASE_MS - performance.now();
        if (found.state === 'waiting')
          lease = setTimeout(() => setWaiting({ state: 'unreached' }), left);
      } else setWaiting((last) => (last.state === 'asking' ? { state: 'unreached' } : last));
      const pause = error ? backOff(failures, error, next ?? 0) : next;
      if (pause !== null) timer = setTimeout(() => void ask(), pause);
    };
    void ask();
    return () => {
      stop.abort();
      clearTimeout(timer);
      clearTimeout(lease);
      // The next time is another one.
      setWaiting({ state: 'asking' });
    };
  }, [side, asks]);
  return { waiting, troubled };
}

interface Finding {
  found: Waiting | null;
  /** When to ask again; never if there is nothing more to ask. */
  next: number | null;
  /** What went wrong with the question itself. */
  error?: unknown;
}

async function question(side: MemberSide, signal: AbortSignal): Promise<Finding> {
  try {
    const found = await side.join(signal);
    if (found.state === 'waiting') return { found, next: pauseTold(found.retryAfterMs, USUAL_MS) };
    return { found, next: found.state === 'admitted' ? SEEN_MS : null };
  } catch (error) {
    if (!(error instanceof ApiError)) return { found: null, next: 0, error };
    if (error.code === 'too_early' && error.opensAt !== undefined)
      return { found: { state: 'early', opensAt: error.opensAt }, next: EARLY_MS };
    const found: Waiting = { state: 'refused', error };
    // A link that is void stays void.
    if (error.code.startsWith('link_')) return { found, next: null };
    if (error.passing || error.status === 429) return { found: null, next: 0, error };
    if (error.code === LINK_LOST) return { found, next: SIGNED_OUT_MS, error };
    // Who signs in anew, in another tab, goes on waiting here.
    if (error.code === 'unauthorized') return { found, next: SIGNED_OUT_MS };
    return { found, next: REFUSED_MS, error };
  }
}

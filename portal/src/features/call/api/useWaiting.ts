import { useEffect, useEffectEvent, useState } from 'react';

import { ApiError } from '../../../shared/api/problem';
import type { JoinAnswer, MemberSide } from './member';

/** Where a member stands before the door. */
export type Waiting =
  | { state: 'asking' }
  | { state: 'early'; opensAt: string }
  | { state: 'refused'; error: unknown }
  | JoinAnswer;

/** How long until the next question after one that had no answer. */
const AGAIN_MS = 2_000;

/** While it is too early, how often one looks whether the session was moved or cancelled. */
const EARLY_MS = 15_000;

/** How often one looks whether somebody whose sign-in has run out has signed in again. */
const SIGNED_OUT_MS = 5_000;

/**
 * Asks to come in, again and again, while `asks` is set: each question renews the lease by which the
 * provider sees who waits. `hear` gets what was found. What fails for the moment is asked again without
 * a word; `troubled` says so.
 */
export function useWaiting(side: MemberSide, asks: boolean, hear: (found: Waiting) => void) {
  const [waiting, setWaiting] = useState<Waiting>({ state: 'asking' });
  const [troubled, setTroubled] = useState(false);
  const onFound = useEffectEvent(hear);
  useEffect(() => {
    if (!asks) return;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const ask = async () => {
      const { found, next, isTroubled } = await question(side, stop.signal);
      if (stop.signal.aborted) return;
      setTroubled(isTroubled);
      if (found) {
        setWaiting(found);
        onFound(found);
      }
      if (next !== null) timer = setTimeout(() => void ask(), next);
    };
    void ask();
    return () => {
      stop.abort();
      clearTimeout(timer);
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
  isTroubled: boolean;
}

async function question(side: MemberSide, signal: AbortSignal): Promise<Finding> {
  try {
    const found = await side.join(signal);
    const next = found.state === 'waiting' ? found.retryAfterMs : null;
    return { found, next, isTroubled: false };
  } catch (error) {
    if (!(error instanceof ApiError)) return { found: null, next: AGAIN_MS, isTroubled: true };
    if (error.code === 'too_early' && error.opensAt !== undefined) {
      const found: Waiting = { state: 'early', opensAt: error.opensAt };
      return { found, next: EARLY_MS, isTroubled: false };
    }
    if (error.passing) return { found: null, next: AGAIN_MS, isTroubled: true };
    if (error.status === 429) return { found: null, next: 10_000, isTroubled: true };
    // Who signs in anew, in another tab, goes on waiting here.
    const next = error.code === 'unauthorized' ? SIGNED_OUT_MS : null;
    return { found: { state: 'refused', error }, next, isTroubled: false };
  }
}

import { useEffect, useState } from 'react';

import { ApiError, NO_ANSWER } from '../../../shared/api/problem';

/** An answer that takes longer is said to be missing: with the pause before, within ten seconds (S12). */
const PATIENCE_MS = 5_000;

interface Asked {
  error: unknown;
  isFetching: boolean;
}

/** What is wrong with a question that is asked every few seconds: its error, or that no answer comes. */
export function useTrouble({ error, isFetching }: Asked): unknown {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    if (!isFetching) return;
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [isFetching]);
  return error ?? (isLate ? new ApiError(NO_ANSWER, 0) : null);
}

import { useRef } from 'react';

import { randomId } from '../randomId';
import { ApiError } from './problem';

/**
 * Idempotency keys. The same body gives the same key until it is answered, so that a second try
 * after a lost answer is the same request and not another one.
 */
export function useKey() {
  const last = useRef<{ body: string; key: string } | null>(null);
  return {
    /** The key for a body. */
    keyFor: (body: unknown): string => {
      const text = JSON.stringify(body ?? null);
      if (last.current?.body !== text) last.current = { body: text, key: randomId() };
      return last.current.key;
    },
    /** The request has gone through: the next one is another. */
    done: (): void => {
      last.current = null;
    },
    /** An error has come. A refusal is an answer: what is asked after it is asked anew. */
    failed: (error: unknown): void => {
      if (error instanceof ApiError && !error.passing) last.current = null;
    },
  };
}

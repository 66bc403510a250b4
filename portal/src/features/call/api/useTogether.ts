import { useEffect } from 'react';

import { addTogether } from '../../../shared/bookings/timeTogether';
import type { Stay } from './stay';

/** How often it is written down: a page that is reloaded loses less than this. */
const PERIOD_MS = 1_000;

/** Counts how long both sides are in the meeting, by a clock that nobody sets. */
export function useTogether(bookingId: string, stay: Stay): void {
  const isTogether = stay.where === 'in' && stay.withOther && stay.lostSince === null;
  useEffect(() => {
    if (!isTogether) return;
    let since = performance.now();
    const count = () => {
      const now = performance.now();
      addTogether(bookingId, now - since);
      since = now;
    };
    const timer = setInterval(count, PERIOD_MS);
    return () => {
      clearInterval(timer);
      count();
    };
  }, [bookingId, isTogether]);
}

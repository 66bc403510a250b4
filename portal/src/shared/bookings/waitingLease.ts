/** How long what was read of who waits holds without another answer. */
import { useEffect, useState } from 'react';

import type { Booking } from '../api/types';

/**
 * How long a member counts as waiting after they have asked to come in, in milliseconds: the default of
 * `WaitingLeaseSeconds` (S3).
 */
export const WAITING_LEASE_MS = 12_000;

/**
 * Whether what was read at `readAt`, in milliseconds of this machine's clock, and is read anew each
 * `periodMs`, may show somebody as waiting who is not any more.
 */
export function useLapsed(readAt: number, periodMs: number): boolean {
  const [lapsed, setLapsed] = useState(0);
  useEffect(() => {
    const left = readAt + WAITING_LEASE_MS + periodMs - Date.now();
    const timer = setTimeout(() => setLapsed(readAt), left);
    return () => clearTimeout(timer);
  }, [readAt, periodMs]);
  return readAt > 0 && lapsed === readAt;
}

/** The booking without a member who was seen waiting: whether they still do is not known. */
export function withoutWaiting(booking: Booking): Booking {
  const { session } = booking;
  return session?.memberWaiting
    ? { ...booking, session: { ...session, memberWaiting: false } }
    : booking;
}

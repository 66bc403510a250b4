import type { Booking } from '../../../shared/api/types';

/** Where a session of today stands. */
export const PLACES = ['waiting', 'late', 'running', 'ahead'] as const;

export type Place = (typeof PLACES)[number];

/** Where a session stands at `now`; null if there is nothing to watch any more, or not yet. */
export function placeOf({ status, session, startsAt }: Booking, now: number): Place | null {
  if (status !== 'confirmed' && status !== 'ongoing') return null;
  if (session?.memberWaiting && !session.hostPresent) return 'waiting';
  if (status === 'ongoing') return 'running';
  return Date.parse(startsAt) <= now ? 'late' : 'ahead';
}

import type { Booking } from '../../../shared/api/types';
import type { Attention } from '../api/types';
import { placeOf } from '../components/board';

const ABOUT_PEOPLE: readonly Attention['why'][] = ['host_late', 'member_absent'];

/** What is counted beside the search. */
export const COUNTED = ['waiting', 'late', 'messages'] as const;

export type Counted = (typeof COUNTED)[number];

/** How many sessions around now stand where somebody should look at them. */
export function sessionsAt(place: 'waiting' | 'late', bookings: Booking[], now: number): number {
  return bookings.filter((booking) => placeOf(booking, now) === place).length;
}

/** How many sessions need help because of a message, each once. */
export function withMessageTrouble(attention: Attention[]): number {
  const about = attention.filter(({ why }) => !ABOUT_PEOPLE.includes(why));
  return new Set(about.map(({ booking }) => booking.id)).size;
}

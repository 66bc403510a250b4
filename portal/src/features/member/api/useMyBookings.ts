import type { View } from '../../../shared/api/types';
import { useBookingList } from '../../../shared/bookings/useBookingList';

/** How often a list is read anew while it is looked at: seldom, for phones with little internet. */
const PERIOD_MS = 30_000;

/** One of the member's own lists. */
export function useMyBookings(view: View) {
  return useBookingList(view, { periodMs: PERIOD_MS });
}

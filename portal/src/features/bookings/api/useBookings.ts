import type { View } from '../../../shared/api/types';
import { useBookingList } from '../../../shared/bookings/useBookingList';

/** How often a list is read anew: who waits has to be seen soon, the rest changes rarely. */
const PERIOD_MS: Record<View, number> = { pending: 30_000, upcoming: 4_000, past: 60_000 };

/** One of the provider's lists. A provider looks at something else until the sound comes. */
export function useBookings(view: View) {
  return useBookingList(view, { periodMs: PERIOD_MS[view], inBackground: true });
}

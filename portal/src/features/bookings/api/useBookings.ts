import type { View } from '../../../shared/api/types';
import { useBookingList } from '../../../shared/bookings/useBookingList';
import { useLapsed, withoutWaiting } from '../../../shared/bookings/waitingLease';

/** How often a list is read anew: who waits has to be seen soon, the rest changes rarely. */
const PERIOD_MS: Record<View, number> = { pending: 30_000, upcoming: 4_000, past: 60_000 };

/**
 * One of the provider's lists. A provider looks at something else until the sound comes. Nobody in `data`
 * waits when that is not known any more; `last` is what was read, whenever that was.
 */
export function useBookings(view: View) {
  const list = useBookingList(view, { periodMs: PERIOD_MS[view], inBackground: true });
  const isLapsed = useLapsed(list.dataUpdatedAt, PERIOD_MS[view]);
  const data = isLapsed ? list.data?.map(withoutWaiting) : list.data;
  return { ...list, data, last: list.data, isLapsed };
}

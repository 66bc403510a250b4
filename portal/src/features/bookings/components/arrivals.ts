import type { Booking } from '../../../shared/api/types';

/** Who waits, as this page has seen it. */
export interface Arrivals {
  /**
   * The bookings of those who wait, with the instant at which they were first seen. None for those who
   * waited already when the page was opened: since when is not known.
   */
  since: ReadonlyMap<string, number | null>;
  /** The bookings of those who came last, as long as they wait. */
  newest: readonly string[];
}

/** The bookings whose member waits now. */
export function waiting(bookings: readonly Booking[]): Booking[] {
  return bookings.filter(({ session }) => session?.memberWaiting === true);
}

/**
 * What is known after the bookings of those who wait were read at `now`; `before` is null when they are
 * read for the first time. The same object comes back if nothing has changed.
 */
export function look(before: Arrivals | null, ids: readonly string[], now: number): Arrivals {
  const known = before?.since ?? new Map<string, number | null>();
  const come = ids.filter((id) => !known.has(id));
  if (before && come.length === 0 && ids.length === known.size) return before;
  const first = before ? now : null;
  return {
    since: new Map(ids.map((id) => [id, known.get(id) ?? (known.has(id) ? null : first)])),
    newest: come.length > 0 ? come : (before?.newest ?? []).filter((id) => ids.includes(id)),
  };
}

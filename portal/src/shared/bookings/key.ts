/** The key of all bookings, and lists of them, in the cache. */
export const BOOKINGS = ['bookings'];

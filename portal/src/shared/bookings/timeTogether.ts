/** How long this tab saw both sides of a session in its meeting. Nothing is known of other devices. */
import { tabStorage } from '../storage';

const key = (bookingId: string) => `anteroom.together.${bookingId}`;

/** In milliseconds; null if they were not seen together here. */
export function togetherMs(bookingId: string): number | null {
  const ms = Number(tabStorage.getItem(key(bookingId)));
  return ms > 0 ? ms : null;
}

/** Adds a time that both were in, in milliseconds. */
export function addTogether(bookingId: string, ms: number): void {
  if (ms > 0) tabStorage.setItem(key(bookingId), String((togetherMs(bookingId) ?? 0) + ms));
}

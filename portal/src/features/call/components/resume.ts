/** Whether this tab is in a call, so that a page that is reloaded goes back in by itself. */
import { tabStorage } from '../../../shared/storage';

const key = (bookingId: string) => `anteroom.in.${bookingId}`;

export function resumes(bookingId: string): boolean {
  return tabStorage.getItem(key(bookingId)) !== null;
}

export function setResumes(bookingId: string, on: boolean): void {
  if (on) tabStorage.setItem(key(bookingId), 'yes');
  else tabStorage.removeItem(key(bookingId));
}

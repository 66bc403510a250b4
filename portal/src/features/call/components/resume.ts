/** Whether this tab is in a call, so that a page that is reloaded goes back in by itself. */
const key = (bookingId: string) => `anteroom.in.${bookingId}`;

export function resumes(bookingId: string): boolean {
  return sessionStorage.getItem(key(bookingId)) !== null;
}

export function setResumes(bookingId: string, on: boolean): void {
  if (on) sessionStorage.setItem(key(bookingId), 'yes');
  else sessionStorage.removeItem(key(bookingId));
}

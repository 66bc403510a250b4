/** What may be done with a booking now, by the answer of the API and the time that has passed since. */
import type { ActionName, Allowance, Booking, Status } from '../api/types';

const AHEAD: readonly Status[] = ['pending', 'confirmed', 'ongoing'];
const CALLED_OFF: readonly Status[] = ['cancelled', 'expired'];

/** Whether it works at `now`. An answer from before its time becomes true by waiting. */
export function isAllowed(allowance: Allowance | undefined, now: number): boolean {
  if (!allowance) return false;
  if (allowance.until !== undefined && now > Date.parse(allowance.until)) return false;
  if (allowance.allowed) return true;
  return isTooEarly(allowance) && now >= Date.parse(allowance.from ?? '');
}

/**
 * Whether it is offered at `now`. A no-show hangs on who came meanwhile, too: time alone offers none, but
 * the next answer (B7).
 */
export function isOffered({ actions }: Booking, what: ActionName, now: number): boolean {
  const allowance = actions[what];
  return isAllowed(allowance, now) && (what !== 'noShow' || allowance?.allowed === true);
}

/** Whether a session with this status is still to come, or going on. */
export function isAhead(status: Status): boolean {
  return AHEAD.includes(status);
}

/** Whether a session with this status has a place in a calendar: one that was called off takes nobody's time. */
export function takesTime(status: Status): boolean {
  return !CALLED_OFF.includes(status);
}

/** From when it will work, if that is still to come. */
export function opensAt(allowance: Allowance | undefined, now: number): string | null {
  if (!allowance || !isTooEarly(allowance) || isAllowed(allowance, now)) return null;
  return allowance.from ?? null;
}

function isTooEarly({ allowed, why, from }: Allowance): boolean {
  return !allowed && why === 'too_early' && from !== undefined;
}

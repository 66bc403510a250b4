import { parseTime } from '../schedule/clockTime';
import { instantAt, isDate } from '../time/local';

/** When a booking is to start: an open slot, or a day and a time as they are typed. */
export type Start = { by: 'slot'; at: string } | { by: 'clock'; date: string; clock: string };

export const NO_SLOT: Start = { by: 'slot', at: '' };

/** The instant of a start that is complete; otherwise empty. A clock is read in `zone`. */
export function startsAtOf(start: Start, zone: string): string {
  if (start.by === 'slot') return start.at;
  return instantAt(start.date, parseTime(start.clock) ?? '', zone) ?? '';
}

/** Whether a day and a time were typed that the clock of the zone skips. */
export function isSkipped(start: Start, zone: string): boolean {
  if (start.by === 'slot' || !isDate(start.date) || parseTime(start.clock) === null) return false;
  return startsAtOf(start, zone) === '';
}

/** The start after who holds the session, or its length, has changed: what was typed stays. */
export function withoutSlot(start: Start): Start {
  return start.by === 'slot' ? NO_SLOT : start;
}

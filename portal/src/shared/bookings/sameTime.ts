import { isoDate, time } from '../time/format';
import { addDays, instantAt } from '../time/local';

/** Far enough for every session that somebody may look back to. */
const WEEKS = 520;

/**
 * The same hour on the clock of a zone in one of the weeks that follow a start: the first that is not before
 * `earliest`, in milliseconds of the epoch. None if the clock skips that hour.
 */
export function sameTimeLater(startsAt: string, zone: string, earliest: number): string | null {
  const [date, clock] = [isoDate(startsAt, zone), time(startsAt, zone, 'en')];
  for (let week = 1; week <= WEEKS; week += 1) {
    const at = instantAt(addDays(date, 7 * week), clock, zone);
    if (at === null) return null;
    if (Date.parse(at) >= earliest) return at;
  }
  return null;
}

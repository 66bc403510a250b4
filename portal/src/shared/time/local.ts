/** From local dates and times to instants, in any zone, and from a date to others. */
import { usableZone } from './zones';

const DAY_MS = 24 * 3600_000;

const clocks = new Map<string, Intl.DateTimeFormat>();

/**
 * Whether a text is a date, `2026-11-22`, that all below can count with. Who types a year of five digits, or
 * has typed only half of one, has given none.
 */
export function isDate(text: string): boolean {
  if (!/^[12]\d{3}-\d\d-\d\d$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  // A browser may take the 31st of February for a day of March.
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** What the clock in a zone shows at an instant, as if it were UTC. */
function shown(at: number, zone: string): number {
  let clock = clocks.get(zone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone: usableZone(zone),
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    clocks.set(zone, clock);
  }
  const part = Object.fromEntries(
    clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
  ) as Record<'year' | 'month' | 'day' | 'hour' | 'minute', number>;
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute);
}

/** How far the clock in a zone is ahead of UTC at an instant, in minutes. */
export function offsetMinutes(at: number, zone: string): number {
  const minute = Math.floor(at / 60_000);
  return shown(at, zone) / 60_000 - minute;
}

/** The instants at which the clock may show it, by the offsets of the day before and after. */
function candidates(wanted: number, zone: string): number[] {
  return [wanted - DAY_MS, wanted + DAY_MS].map((near) => wanted - (shown(near, zone) - near));
}

/**
 * When it is `14:30` on `2026-11-22` in a zone: the first time if an hour is repeated; null if the
 * clock skips it, or if it is no time at all.
 */
export function instantAt(date: string, time: string, zone: string): string | null {
  // Other words than these would be read as some date or other.
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(`${date}T${time}`)) return null;
  const wanted = Date.parse(`${date}T${time}:00Z`);
  if (Number.isNaN(wanted)) return null;
  const found = candidates(wanted, zone).filter((at) => shown(at, zone) === wanted);
  return found.length === 0 ? null : new Date(Math.min(...found)).toISOString();
}

/** When a local day begins: midnight, or what comes after it if the clock skips that. */
export function startOfDay(date: string, zone: string): string {
  return instantFrom(date, '00:00', zone);
}

/** As `instantAt`, of a time that is one: what the clock skips is as much later. The end of a day is `24:00`. */
export function instantFrom(date: string, time: string, zone: string): string {
  if (time === '24:00') return startOfDay(addDays(date, 1), zone);
  const wanted = Date.parse(`${date}T${time}:00Z`);
  const [before] = candidates(wanted, zone);
  return instantAt(date, time, zone) ?? new Date(before ?? wanted).toISOString();
}

/** The date so many days after another. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The Monday of a date's week. */
export function mondayOf(date: string): string {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return addDays(date, -((weekday + 6) % 7));
}

/** The seven dates of the week that begins on a Monday. */
export function weekFrom(monday: string): string[] {
  return [0, 1, 2, 3, 4, 5, 6].map((days) => addDays(monday, days));
}

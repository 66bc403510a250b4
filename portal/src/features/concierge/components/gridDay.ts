/** A day in the week of a provider, on the clock of whoever looks, which need not be the provider's. */
import type { Booking, Schedule } from '../../../shared/api/types';
import { takesTime } from '../../../shared/bookings/allowed';
import { hoursOn } from '../../../shared/schedule/hoursOn';
import { isoDate } from '../../../shared/time/format';
import { addDays, instantFrom, startOfDay } from '../../../shared/time/local';

/** A stretch of time, in milliseconds of the epoch. */
export interface Stretch {
  from: number;
  to: number;
}

export interface GridDay {
  /** `2026-11-30`. */
  date: string;
  day: Stretch;
  /** When the provider can be booked, booked times included. Ends at midnight, and goes on in the next day. */
  open: Stretch[];
  /** What starts on the day. */
  bookings: Booking[];
}

/** Two places may be two dates apart: noon in Baker Island is two o'clock of the day after tomorrow in Kiritimati. */
const NEAR = [-2, -1, 0, 1, 2];

/** A date of `zone` in a provider's week. */
export function gridDay(
  date: string,
  zone: string,
  schedule: Schedule | null,
  bookings: readonly Booking[],
): GridDay {
  const day = stretch(startOfDay(date, zone), startOfDay(addDays(date, 1), zone));
  return {
    date,
    day,
    open: openIn(day, date, schedule),
    bookings: bookings.filter(
      ({ startsAt, status }) => isoDate(startsAt, zone) === date && takesTime(status),
    ),
  };
}

/** When hours begin, or have begun, in which one can still book on a day before `latest`: the booker says which times are free. */
export function bookableFrom({ open }: GridDay, now: number, latest: number): string | null {
  const ahead = open.find(({ to }) => to > now);
  return ahead && ahead.from < latest ? new Date(ahead.from).toISOString() : null;
}

/** The hours of a schedule, which is kept by the provider's clock, that lie in a day of another one. */
function openIn(day: Stretch, date: string, schedule: Schedule | null): Stretch[] {
  if (!schedule) return [];
  const zone = schedule.timeZone ?? 'UTC';
  const hours = NEAR.flatMap((days) => {
    const theirs = addDays(date, days);
    return hoursOn(schedule, theirs).windows.map(({ from, to }) =>
      stretch(instantFrom(theirs, from, zone), instantFrom(theirs, to, zone)),
    );
  });
  const inside = hours
    .map(({ from, to }) => ({ from: Math.max(from, day.from), to: Math.min(to, day.to) }))
    .filter(({ from, to }) => from < to)
    .sort((one, other) => one.from - other.from);
  return joined(inside);
}

/** Of what follows without a pause, as over the provider's midnight, one stretch. */
function joined(stretches: Stretch[]): Stretch[] {
  const found: Stretch[] = [];
  for (const { from, to } of stretches) {
    const last = found.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else found.push({ from, to });
  }
  return found;
}

function stretch(from: string, to: string): Stretch {
  return { from: Date.parse(from), to: Date.parse(to) };
}

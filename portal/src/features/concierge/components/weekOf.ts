import type { Booking, Schedule } from '../../../shared/api/types';
import { hoursOn, type Hours } from '../../../shared/schedule/hoursOn';
import { isoDate } from '../../../shared/time/format';
import { weekFrom } from '../../../shared/time/local';

/** A day of a provider's week. */
export interface WeekDay extends Hours {
  date: string;
  bookings: Booking[];
}

/** The seven days from a Monday on, on the provider's clock. */
export function weekOf(
  monday: string,
  schedule: Schedule | null,
  bookings: Booking[],
  zone: string,
): WeekDay[] {
  return weekFrom(monday).map((date) => ({
    date,
    ...hoursOn(schedule, date),
    bookings: bookings.filter(({ startsAt }) => isoDate(startsAt, zone) === date),
  }));
}

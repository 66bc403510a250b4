import type { Booking, Schedule } from '../../../shared/api/types';
import { DAYS } from '../../../shared/schedule/draft';
import { hoursOn, type Hours } from '../../../shared/schedule/hoursOn';
import { isoDate } from '../../../shared/time/format';
import { addDays } from '../../../shared/time/local';

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
  return DAYS.map((_, index) => {
    const date = addDays(monday, index);
    return {
      date,
      ...hoursOn(schedule, date),
      bookings: bookings.filter(({ startsAt }) => isoDate(startsAt, zone) === date),
    };
  });
}

import type { Booking, Schedule } from '../../../shared/api/types';
import { DAYS } from '../../../shared/schedule/draft';
import { isoDate } from '../../../shared/time/format';
import { addDays } from '../../../shared/time/local';

/** A day of a provider's week. */
export interface WeekDay {
  date: string;
  windows: { from: string; to: string }[];
  /** Whether the date differs from the usual week. */
  isSpecial: boolean;
  bookings: Booking[];
}

/** The seven days from a Monday on, on the provider's clock. */
export function weekOf(
  monday: string,
  schedule: Schedule | null,
  bookings: Booking[],
  zone: string,
): WeekDay[] {
  return DAYS.map((day, index) => {
    const date = addDays(monday, index);
    const special = schedule?.overrides?.find((override) => override.date === date);
    const usual = schedule?.weekly.filter((window) => window.day === day);
    return {
      date,
      windows: (special ? special.windows : usual) ?? [],
      isSpecial: special !== undefined,
      bookings: bookings.filter(({ startsAt }) => isoDate(startsAt, zone) === date),
    };
  });
}

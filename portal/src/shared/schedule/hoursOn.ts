import type { Schedule } from '../api/types';
import { mondayOf } from '../time/local';
import { DAYS } from './draft';

/** When a provider can be booked on a date, on the provider's clock. */
export interface Hours {
  windows: { from: string; to: string }[];
  /** Whether the date differs from the usual week. */
  isSpecial: boolean;
}

/** The hours of a date by a schedule; none without one. */
export function hoursOn(schedule: Schedule | null, date: string): Hours {
  const special = schedule?.overrides?.find((override) => override.date === date);
  if (special) return { windows: special.windows ?? [], isSpecial: true };
  const index = (Date.parse(date) - Date.parse(mondayOf(date))) / (24 * 3600_000);
  const windows = schedule?.weekly.filter(({ day }) => day === DAYS[index]) ?? [];
  return { windows, isSpecial: false };
}

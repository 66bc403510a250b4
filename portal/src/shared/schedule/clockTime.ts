/**
 * Times of day as they are typed: `9`, `9:30`, `0930`, `24:00`. An input of type time would show them
 * as the browser's language has them, with AM and PM beside our 24 hours, and knows no 24:00.
 */

/** The time as it is sent, `09:30`; none if it is not one. */
export function parseTime(text: string): string | null {
  const found = /^(\d{1,2})(?:[:.h]?(\d{2}))?$/.exec(text.trim());
  if (!found) return null;
  const [hours, minutes] = [Number(found[1]), Number(found[2] ?? 0)];
  const isEnd = hours === 24 && minutes === 0;
  if ((hours > 23 && !isEnd) || minutes > 59) return null;
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

/** The clocks on which a time is read: that of the reader, and those of the others beside it. */
import { isoDate, time, weekday, type Instant } from '../time/format';
import { canonicalZone } from '../time/zones';

/** Somebody else's clock. */
export interface Clock {
  name: string;
  zone: string;
}

/** The clock of somebody in a booking. */
export function clockOf({ name, timeZone }: { name: string; timeZone: string }): Clock {
  return { name, zone: timeZone };
}

/** The clocks that don't show what another one shows already, with the reader's first. */
export function otherClocks(zone: string, clocks: readonly Clock[]): Clock[] {
  const shown = [canonicalZone(zone)];
  return clocks.filter((clock) => {
    const name = canonicalZone(clock.zone);
    if (shown.includes(name)) return false;
    shown.push(name);
    return true;
  });
}

/** `14:30`; `Tue 00:30` if it is another day there than on the reader's clock. */
export function timeBeside(at: Instant, zone: string, reader: string, language: string): string {
  const clock = time(at, zone, language);
  const isSameDay = isoDate(at, zone) === isoDate(at, reader);
  return isSameDay ? clock : `${weekday(at, zone, language)} ${clock}`;
}

/** Whether two texts are the same instant, with its fraction of a second or without. */
export function isSameInstant(one: string, other: string): boolean {
  return Date.parse(one) === Date.parse(other);
}

/** When the night begins and ends, in hours of the local clock. */
export const NIGHT = { from: 22, to: 7 };

/** Whether people sleep at that hour. */
export function isNight(at: Instant, zone: string): boolean {
  const hour = hourOf(at, zone);
  return hour >= NIGHT.from || hour < NIGHT.to;
}

/** The hour that the local clock shows, from 0 to 23. */
export function hourOf(at: Instant, zone: string): number {
  return Number(time(at, zone, 'en').slice(0, 2));
}

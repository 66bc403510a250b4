import type { Slot } from '../api/types';
import { time } from '../time/format';

/** How many there are of each kind. */
const COUNT = 3;

/** The slots to offer in place of a time that can't be had: the nearest, and those at the same hour of other days. */
export function nextBest(slots: Slot[], gone: string, zone: string): Slot[] {
  const distance = ({ startsAt }: Slot) => Math.abs(Date.parse(startsAt) - Date.parse(gone));
  const clock = ({ startsAt }: Pick<Slot, 'startsAt'>) => time(startsAt, zone, 'en');
  const others = slots.filter((slot) => distance(slot) > 0);
  others.sort((one, other) => distance(one) - distance(other));
  const nearest = others.slice(0, COUNT);
  const wanted = clock({ startsAt: gone });
  const sameHour = others.slice(COUNT).filter((slot) => clock(slot) === wanted);
  return [...nearest, ...sameHour.slice(0, COUNT)].sort((one, other) =>
    one.startsAt < other.startsAt ? -1 : 1,
  );
}

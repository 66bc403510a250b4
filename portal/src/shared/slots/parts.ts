import type { Slot } from '../api/types';
import { hourOf } from './clocks';

const PARTS = ['morning', 'afternoon', 'evening'] as const;

/** A part of the day, by the local clock: until noon, until 18:00, and after it. */
export type Part = (typeof PARTS)[number];

/** The slots of a day by its parts, without those that have none; the order stays. */
export function byPart(slots: Slot[], zone: string): { part: Part; slots: Slot[] }[] {
  return PARTS.map((part) => ({
    part,
    slots: slots.filter(({ startsAt }) => partOf(startsAt, zone) === part),
  })).filter(({ slots: some }) => some.length > 0);
}

function partOf(at: string, zone: string): Part {
  const hour = hourOf(at, zone);
  if (hour < 12) return 'morning';
  return hour < 18 ? 'afternoon' : 'evening';
}

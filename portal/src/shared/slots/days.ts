import type { Slot } from '../api/types';
import { isoDate } from '../time/format';

/** The slots of one local day. */
export interface Day {
  /** `2026-11-22`, in the zone asked for. */
  date: string;
  slots: Slot[];
}

/** Slots by the local day of their start in a zone; the order stays. */
export function byDay(slots: Slot[], zone: string): Day[] {
  const days: Day[] = [];
  for (const slot of slots) {
    const date = isoDate(slot.startsAt, zone);
    const last = days.at(-1);
    if (last?.date === date) last.slots.push(slot);
    else days.push({ date, slots: [slot] });
  }
  return days;
}

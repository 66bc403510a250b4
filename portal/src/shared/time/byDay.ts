import { isoDate } from './format';

/** What starts on one local day. */
export interface Day<Item> {
  /** `2026-11-22`, in the zone asked for. */
  date: string;
  items: Item[];
}

/** Things by the local day of their start in a zone; the order stays. */
export function byDay<Item extends { startsAt: string }>(
  items: readonly Item[],
  zone: string,
): Day<Item>[] {
  const days: Day<Item>[] = [];
  for (const item of items) {
    const date = isoDate(item.startsAt, zone);
    const last = days.at(-1);
    if (last?.date === date) last.items.push(item);
    else days.push({ date, items: [item] });
  }
  return days;
}

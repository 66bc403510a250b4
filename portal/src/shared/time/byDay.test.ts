import { expect, it } from 'vitest';

import { byDay } from './byDay';

const slot = (startsAt: string) => ({ startsAt, endsAt: startsAt });

it('goes by the local day of the zone, not of the browser or of UTC', () => {
  const slots = ['2026-11-22T15:45:00Z', '2026-11-22T16:00:00Z', '2026-11-22T16:15:00Z'].map(slot);
  expect(
    byDay(slots, 'Asia/Singapore').map(({ date, items: { length } }) => [date, length]),
  ).toEqual([
    ['2026-11-22', 1],
    ['2026-11-23', 2],
  ]);
  expect(byDay(slots, 'Asia/Ho_Chi_Minh')).toHaveLength(1);
});

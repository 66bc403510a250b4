import { expect, it } from 'vitest';

import { isSkipped, NO_SLOT, startsAtOf, withoutSlot, type Start } from './start';

const typed = (date: string, clock: string): Start => ({ by: 'clock', date, clock });

it('reads what was typed on the clock of a zone', () => {
  expect(startsAtOf(typed('2026-11-25', '1405'), 'Asia/Ho_Chi_Minh')).toBe(
    '2026-11-25T07:05:00.000Z',
  );
  expect(startsAtOf(typed('2026-11-25', '25'), 'Asia/Ho_Chi_Minh')).toBe('');
  expect(startsAtOf(typed('', '14:05'), 'Asia/Ho_Chi_Minh')).toBe('');
});

it('tells a time that the clock skips from one that is not complete', () => {
  expect(isSkipped(typed('2026-03-08', '2:30'), 'America/New_York')).toBe(true);
  expect(isSkipped(typed('2026-03-08', ''), 'America/New_York')).toBe(false);
  expect(isSkipped(typed('2026-03-08', '3:30'), 'America/New_York')).toBe(false);
  expect(isSkipped(typed('0002-03-08', '3:30'), 'America/New_York')).toBe(false);
});

it('forgets a slot of somebody else, but nothing that was typed', () => {
  expect(withoutSlot({ by: 'slot', at: '2026-11-25T07:05:00Z' })).toEqual(NO_SLOT);
  const start = typed('2026-11-25', '14:05');
  expect(withoutSlot(start)).toBe(start);
});

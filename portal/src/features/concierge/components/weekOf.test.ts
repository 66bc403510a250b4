import { expect, it } from 'vitest';

import type { Booking, Schedule } from '../../../shared/api/types';
import { weekOf } from './weekOf';

const schedule = {
  timeZone: 'Asia/Singapore',
  bufferMinutes: 10,
  weekly: [{ day: 'monday', from: '09:00', to: '12:00' }],
  overrides: [{ date: '2026-11-24', windows: [{ from: '10:00', to: '11:00' }] }],
} as Schedule;

it('has the usual hours, those of special dates, and bookings by the local day', () => {
  const late = { startsAt: '2026-11-23T16:30:00Z' } as Booking;
  const [monday, tuesday, wednesday] = weekOf('2026-11-23', schedule, [late], 'Asia/Singapore');
  expect(monday).toMatchObject({ windows: [{ from: '09:00' }], isSpecial: false, bookings: [] });
  expect(tuesday).toMatchObject({ windows: [{ from: '10:00' }], isSpecial: true });
  expect(tuesday?.bookings).toEqual([late]);
  expect(wednesday?.windows).toEqual([]);
});

it('is empty without a schedule', () => {
  const days = weekOf('2026-11-23', null, [], 'Asia/Singapore');
  expect(days).toHaveLength(7);
  expect(days.every(({ windows }) => windows.length === 0)).toBe(true);
});

import { expect, it } from 'vitest';

import type { Booking, Schedule } from '../../../shared/api/types';
import { hourEvents, hoursShown, instantOf, sessionEvents } from './events';

const ZONE = 'Asia/Singapore';

const booking = (startsAt: string, endsAt: string, status = 'confirmed') =>
  ({ id: 'bkg_1', member: { name: 'Mai' }, startsAt, endsAt, status }) as Booking;

const spans = (...bookings: Booking[]) =>
  sessionEvents(bookings, ZONE).map(({ start, end }) => [start, end]);

it('shows sessions on the local clock, and cuts them at midnight', () => {
  expect(spans(booking('2026-11-30T02:00:00Z', '2026-11-30T02:50:00Z'))).toEqual([
    ['2026-11-30 10:00:00', '2026-11-30 10:50:00'],
  ]);
  expect(spans(booking('2026-11-30T15:30:00Z', '2026-11-30T16:20:00Z'))).toEqual([
    ['2026-11-30 23:30:00', '2026-11-30 23:59:00'],
    ['2026-12-01 00:00:00', '2026-12-01 00:20:00'],
  ]);
  expect(spans(booking('2026-11-30T15:00:00Z', '2026-11-30T16:00:00Z'))).toHaveLength(1);
});

it('leaves out what was called off', () => {
  expect(spans(booking('2026-11-30T02:00:00Z', '2026-11-30T02:50:00Z', 'cancelled'))).toEqual([]);
});

it('shows open hours and days off behind them', () => {
  const schedule = {
    weekly: [{ day: 'monday', from: '07:00', to: '24:00' }],
    overrides: [{ date: '2026-12-01' }],
  } as Schedule;
  const words = { open: 'Open', off: 'Off' };
  const events = hourEvents(['2026-11-30', '2026-12-01', '2026-12-02'], schedule, words);
  expect(events.map(({ title, start, end }) => [title, start, end])).toEqual([
    ['Open', '2026-11-30 07:00:00', '2026-11-30 23:59:00'],
    ['Off', '2026-12-01 00:00:00', '2026-12-01 23:59:00'],
  ]);
  expect(hoursShown(events)).toEqual({ startTime: '07:00:00', endTime: '23:59:00' });
  expect(hoursShown([])).toEqual({ startTime: '08:00:00', endTime: '18:00:00' });
});

it('reads what was clicked or dropped in the zone', () => {
  expect(instantOf('2026-11-30 10:15:00', ZONE)).toBe('2026-11-30T02:15:00.000Z');
  expect(instantOf('2026-03-08 02:30:00', 'America/New_York')).toBeNull();
});

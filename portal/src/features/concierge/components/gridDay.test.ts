import { expect, it } from 'vitest';

import type { Booking, Schedule, Status } from '../../../shared/api/types';
import { weekFrom } from '../../../shared/time/local';
import { bookableFrom, gridDay } from './gridDay';

const SINGAPORE = 'Asia/Singapore';
const NEW_YORK = 'America/New_York';

const HOUR_MS = 3600_000;

const schedule = (timeZone: string, weekly: Schedule['weekly'], overrides = {}): Schedule => ({
  timeZone,
  bufferMinutes: 10,
  weekly,
  ...overrides,
});
const monday = (from: string, to: string) => [{ day: 'monday' as const, from, to }];

const booking = (startsAt: string, status: Status = 'confirmed') =>
  ({ startsAt, status }) as Booking;

/** The days of a week that have something, and what. */
function week(from: string, zone: string, hours: Schedule | null, bookings: Booking[] = []) {
  const days = weekFrom(from).map((date) => gridDay(date, zone, hours, bookings));
  const iso = (at: number) => new Date(at).toISOString().slice(0, 16);
  return {
    open: days.flatMap(({ date, open }) =>
      open.map((part) => `${date}: ${iso(part.from)} to ${iso(part.to)}`),
    ),
    booked: days.flatMap(({ date, bookings: own }) =>
      own.map(({ startsAt }) => `${date}: ${startsAt}`),
    ),
  };
}

it('has a booking on the day in which it starts on the clock of whoever looks', () => {
  // Half an hour before midnight in Singapore, and over it.
  const late = booking('2026-11-30T15:30:00Z');
  const early = booking('2026-11-29T16:00:00Z');
  const found = week('2026-11-30', SINGAPORE, null, [early, late]).booked;
  expect(found).toEqual(['2026-11-30: 2026-11-29T16:00:00Z', '2026-11-30: 2026-11-30T15:30:00Z']);
  expect(week('2026-11-30', NEW_YORK, null, [early, late]).booked).toEqual([
    '2026-11-30: 2026-11-30T15:30:00Z',
  ]);
  expect(week('2026-11-23', NEW_YORK, null, [early, late]).booked).toEqual([
    '2026-11-29: 2026-11-29T16:00:00Z',
  ]);
});

it('leaves out what takes nobody’s time any more', () => {
  const at = '2026-11-30T03:00:00Z';
  const all: Status[] = [
    'pending',
    'confirmed',
    'ongoing',
    'completed',
    'no_show',
    'cancelled',
    'expired',
  ];
  const bookings = all.map((status) => booking(at, status));
  expect(week('2026-11-30', SINGAPORE, null, bookings).booked).toHaveLength(5);
});

it('has open hours on the days of the one who looks, cut at their midnight', () => {
  // From nine to five in Singapore is from Sunday at eight in the evening on in New York.
  const hours = schedule(SINGAPORE, monday('09:00', '17:00'));
  expect(week('2026-11-30', SINGAPORE, hours).open).toEqual([
    '2026-11-30: 2026-11-30T01:00 to 2026-11-30T09:00',
  ]);
  expect(week('2026-11-30', NEW_YORK, hours).open).toEqual([
    '2026-11-30: 2026-11-30T05:00 to 2026-11-30T09:00',
    '2026-12-06: 2026-12-07T01:00 to 2026-12-07T05:00',
  ]);
});

it('joins what goes on over the provider’s midnight, and reaches two dates ahead', () => {
  const always = weekFrom('2026-11-30').map((_, index) => ({
    day: (['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const)[
      index
    ] as 'monday',
    from: '00:00',
    to: '24:00',
  }));
  const days = weekFrom('2026-11-30');
  for (const zone of ['Etc/GMT+12', 'Pacific/Kiritimati', 'Asia/Kathmandu'])
    for (const theirs of ['Pacific/Kiritimati', 'Etc/GMT+12']) {
      const found = days.map((date) => gridDay(date, zone, schedule(theirs, always), []));
      expect(found.map(({ open }) => open)).toEqual(found.map(({ day }) => [day]));
    }
});

it('knows weeks in which a clock is changed', () => {
  // In New York the eighth of March has 23 hours and the first of November 25.
  const spring = gridDay('2026-03-08', NEW_YORK, null, []).day;
  const autumn = gridDay('2026-11-01', NEW_YORK, null, []).day;
  expect([spring, autumn].map(({ from, to }) => (to - from) / HOUR_MS)).toEqual([23, 25]);
  const hours = schedule(NEW_YORK, [
    { day: 'saturday', from: '09:00', to: '10:00' },
    { day: 'sunday', from: '02:30', to: '10:00' },
  ]);
  expect(week('2026-03-02', SINGAPORE, hours).open).toEqual([
    '2026-03-07: 2026-03-07T14:00 to 2026-03-07T15:00',
    '2026-03-08: 2026-03-08T07:30 to 2026-03-08T14:00',
  ]);
  const night = booking('2026-03-08T06:59:00Z');
  expect(week('2026-03-02', NEW_YORK, null, [night]).booked).toHaveLength(1);
});

it('has the hours of special dates, and none without a schedule', () => {
  const overrides = [
    { date: '2026-11-30', windows: [] },
    { date: '2026-12-02', windows: [{ from: '10:00', to: '11:00' }] },
  ];
  const hours = schedule(SINGAPORE, monday('09:00', '17:00'), { overrides });
  expect(week('2026-11-30', SINGAPORE, hours).open).toEqual([
    '2026-12-02: 2026-12-02T02:00 to 2026-12-02T03:00',
  ]);
  expect(week('2026-11-30', SINGAPORE, null).open).toEqual([]);
});

it('can be booked while hours are ahead, and no further than people may book (B3)', () => {
  const hours = schedule(SINGAPORE, monday('09:00', '17:00'));
  const day = gridDay('2026-11-30', SINGAPORE, hours, []);
  const from = (now: string, latest = '2027-01-01T00:00:00Z') =>
    bookableFrom(day, Date.parse(now), Date.parse(latest));
  expect(from('2026-11-29T00:00:00Z')).toBe('2026-11-30T01:00:00.000Z');
  expect(from('2026-11-30T03:07:00Z')).toBe('2026-11-30T01:00:00.000Z');
  expect(from('2026-11-30T09:00:00Z')).toBeNull();
  expect(from('2026-11-01T00:00:00Z', '2026-11-30T01:00:00Z')).toBeNull();
  const closed = gridDay('2026-12-01', SINGAPORE, hours, []);
  expect(bookableFrom(closed, 0, Infinity)).toBeNull();
});

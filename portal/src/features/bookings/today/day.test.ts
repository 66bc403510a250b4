import { expect, it } from 'vitest';

import type { Booking } from '../../../shared/api/types';
import { nextOf, phaseOf, sessionsOn } from './day';

const ZONE = 'Asia/Singapore';

/** A session of 50 minutes from a time of the clock in Singapore on. */
function booking(id: string, startsAt: string, changes: Partial<Booking> = {}): Booking {
  const start = Date.parse(`${startsAt}:00+08:00`);
  return {
    id,
    status: 'confirmed',
    startsAt: new Date(start).toISOString(),
    endsAt: new Date(start + 50 * 60_000).toISOString(),
    ...changes,
  } as Booking;
}

const ids = (bookings: readonly Booking[]) => bookings.map(({ id }) => id);

it('shows the sessions of a day on the provider’s clock, each once, in their order', () => {
  const found = sessionsOn(
    '2026-11-30',
    [
      booking('late', '2026-11-30T23:30'),
      booking('first', '2026-11-30T00:00'),
      booking('first', '2026-11-30T00:00'),
      booking('over midnight', '2026-11-29T23:30'),
      booking('until midnight', '2026-11-29T23:10'),
      booking('tomorrow', '2026-12-01T00:00'),
      booking('proposed', '2026-11-30T10:00', { status: 'expired' }),
      booking('cancelled', '2026-11-30T09:00', { status: 'cancelled' }),
    ],
    ZONE,
  );
  expect(ids(found)).toEqual(['over midnight', 'first', 'cancelled', 'late']);
});

it('takes what goes on for the next session, then what has not ended', () => {
  const [missed, running, later] = [
    booking('missed', '2026-11-30T08:00'),
    booking('running', '2026-11-30T09:00', { status: 'ongoing' }),
    booking('later', '2026-11-30T11:00'),
  ];
  const now = Date.parse('2026-11-30T09:00:00+08:00');
  expect(nextOf([missed, running, later], now)).toBe(running);
  expect(nextOf([missed, later], now)).toBe(later);
  expect(nextOf([missed], now)).toBe(missed);
  expect(nextOf([], now)).toBeUndefined();
});

it('gives each session a phase: who waits goes before all else', () => {
  const waits = { memberWaiting: true, hostPresent: false };
  expect(phaseOf(booking('a', '2026-11-30T08:00', { session: waits }))).toBe('waiting');
  expect(phaseOf(booking('b', '2026-11-30T08:00', { status: 'ongoing' }))).toBe('now');
  expect(phaseOf(booking('c', '2026-11-30T08:00'))).toBe('ahead');
  expect(phaseOf(booking('d', '2026-11-30T08:00', { status: 'no_show' }))).toBe('trouble');
});

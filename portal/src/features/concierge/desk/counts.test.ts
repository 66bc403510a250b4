import { expect, it } from 'vitest';

import type { Booking } from '../../../shared/api/types';
import type { Attention } from '../api/types';
import { sessionsAt, withMessageTrouble } from './counts';

const NOW = Date.parse('2026-12-01T10:00:00Z');

const session = (part: object) =>
  ({ status: 'confirmed', startsAt: '2026-12-01T09:55:00Z', ...part }) as Booking;

it('counts who waits, and what should have started', () => {
  const waits = { memberWaiting: true, hostPresent: false };
  const bookings = [
    session({ session: waits }),
    session({}),
    session({ startsAt: '2026-12-01T10:05:00Z' }),
    session({ status: 'ongoing', session: { ...waits, hostPresent: true } }),
    session({ status: 'completed' }),
  ];
  expect(sessionsAt('waiting', bookings, NOW)).toBe(1);
  expect(sessionsAt('late', bookings, NOW)).toBe(1);
});

it('counts a session once, however many of its messages are in trouble', () => {
  const need = (id: string, why: Attention['why']) =>
    ({ booking: { id }, why, since: '' }) as Attention;
  const attention = [
    need('bkg_1', 'message_stuck'),
    need('bkg_1', 'text_undelivered'),
    need('bkg_2', 'message_failed'),
    need('bkg_3', 'host_late'),
    need('bkg_4', 'member_absent'),
  ];
  expect(withMessageTrouble(attention)).toBe(2);
});

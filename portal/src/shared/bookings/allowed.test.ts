import { expect, it } from 'vitest';

import type { Allowance, Booking } from '../api/types';
import { isAllowed, isOffered, opensAt } from './allowed';

const at = (instant: string) => Date.parse(instant);
const early: Allowance = {
  allowed: false,
  from: '2026-11-22T09:30:00Z',
  until: '2026-11-22T11:05:00Z',
  why: 'too_early',
};

it('becomes true by waiting, and false again', () => {
  expect(isAllowed(early, at('2026-11-22T09:29:59Z'))).toBe(false);
  expect(isAllowed(early, at('2026-11-22T09:30:00Z'))).toBe(true);
  expect(isAllowed(early, at('2026-11-22T11:05:01Z'))).toBe(false);
});

it('stays false for any other reason', () => {
  const over: Allowance = { allowed: false, why: 'wrong_state' };
  expect(isAllowed(over, at('2026-11-22T10:00:00Z'))).toBe(false);
  expect(isAllowed(undefined, 0)).toBe(false);
  expect(opensAt(over, 0)).toBeNull();
});

it('says from when, as long as that is to come', () => {
  expect(opensAt(early, at('2026-11-22T09:00:00Z'))).toBe(early.from);
  expect(opensAt(early, at('2026-11-22T10:00:00Z'))).toBeNull();
});

it('offers no no-show by waiting alone, and none of who came or waits (B7)', () => {
  const over = at('2026-11-22T10:00:00Z');
  const booking = (noShow: Allowance) => ({ actions: { noShow, start: early } }) as Booking;
  expect(isOffered(booking(early), 'noShow', over)).toBe(false);
  expect(isOffered(booking(early), 'start', over)).toBe(true);
  expect(isOffered(booking({ ...early, allowed: true }), 'noShow', over)).toBe(true);
  const came: Allowance = { allowed: false, why: 'member_attended' };
  expect(isOffered(booking(came), 'noShow', over)).toBe(false);
  expect(isOffered(booking({ ...came, from: '2026-11-22T09:30:00Z' }), 'noShow', over)).toBe(false);
  expect(opensAt(came, over)).toBeNull();
});

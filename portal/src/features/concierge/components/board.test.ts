import { expect, it } from 'vitest';

import type { Booking } from '../../../shared/api/types';
import { placeOf } from './board';

const START = '2026-11-30T09:00:00Z';
const BEFORE = Date.parse(START) - 1;

const at = (now: number, changes: Partial<Booking>) =>
  placeOf({ status: 'confirmed', startsAt: START, ...changes } as Booking, now);

it('puts a session where it stands', () => {
  const alone = { memberWaiting: true, hostPresent: false };
  const together = { memberWaiting: false, hostPresent: true };
  expect(at(BEFORE, {})).toBe('ahead');
  expect(at(BEFORE + 1, {})).toBe('late');
  expect(at(BEFORE, { session: alone })).toBe('waiting');
  expect(at(BEFORE, { status: 'ongoing', session: alone })).toBe('waiting');
  expect(at(BEFORE, { status: 'ongoing', session: together })).toBe('running');
  // Let in within a moment.
  const between = { memberWaiting: true, hostPresent: true };
  expect(at(BEFORE, { status: 'ongoing', session: between })).toBe('running');
  for (const status of ['pending', 'completed', 'cancelled', 'expired', 'no_show'] as const)
    expect(at(BEFORE, { status })).toBeNull();
});

import { expect, it } from 'vitest';

import type { Allowance } from '../api/types';
import { isAllowed, opensAt } from './allowed';

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

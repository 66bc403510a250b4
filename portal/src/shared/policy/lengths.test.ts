import { expect, it } from 'vitest';

import { POLICY } from '../../test/policy';
import { lengths, nearestLength } from './lengths';

it('offers the usual lengths that the policy allows (B1), and that of an earlier session', () => {
  expect(lengths(POLICY)).toEqual([30, 50, 60, 90]);
  expect(lengths(POLICY, 70)).toEqual([30, 50, 60, 70, 90]);
  expect(lengths(POLICY, 50)).toEqual([30, 50, 60, 90]);
  expect(lengths(POLICY, 120)).toEqual([30, 50, 60, 90]);
});

it('offers all usual ones until the policy is there', () => {
  expect(lengths(undefined)).toEqual([15, 30, 45, 50, 60, 90, 120, 180]);
});

it('offers the shortest if no usual one is allowed', () => {
  expect(lengths({ ...POLICY, minDurationMinutes: 70, maxDurationMinutes: 80 })).toEqual([70]);
});

it('begins with the length that is wanted, or the nearest that is allowed', () => {
  expect(nearestLength(undefined, 55)).toBe(55);
  expect(nearestLength(POLICY, 70)).toBe(70);
  expect(nearestLength(POLICY, 55)).toBe(50);
  expect(nearestLength(POLICY, 120)).toBe(90);
  expect(nearestLength({ ...POLICY, minDurationMinutes: 60 }, 50)).toBe(60);
});

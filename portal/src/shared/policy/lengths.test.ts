import { expect, it } from 'vitest';

import { POLICY } from '../../test/policy';
import { lengths } from './lengths';

it('offers the usual lengths that the policy allows (B1), and that of an earlier session', () => {
  expect(lengths(POLICY)).toEqual([30, 50, 60, 90]);
  expect(lengths(POLICY, 70)).toEqual([30, 50, 60, 70, 90]);
  expect(lengths(POLICY, 50)).toEqual([30, 50, 60, 90]);
});

it('offers all usual ones until the policy is there', () => {
  expect(lengths(undefined)).toEqual([15, 30, 45, 50, 60, 90, 120, 180]);
});

it('offers the shortest if no usual one is allowed', () => {
  expect(lengths({ ...POLICY, minDurationMinutes: 70, maxDurationMinutes: 80 })).toEqual([70]);
});

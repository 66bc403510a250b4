import { expect, it } from 'vitest';

import { verdictOf } from './network';

it.each([
  [40, 20, 'good'],
  [400, 20, 'slow'],
  [40, 0.8, 'slow'],
  [40, 0.2, 'poor'],
  [1500, 20, 'poor'],
] as const)('says what a line of %d ms and %d Mbit/s is good for', (delay, rate, verdict) => {
  expect(verdictOf(delay, rate)).toBe(verdict);
});

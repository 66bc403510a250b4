import { expect, it } from 'vitest';

import { Line, type Second } from './line';

const GOOD: Second = { received: 50, lostHere: 0, lostThere: 0, roundTripMs: 40 };
const after = (line: Line, second: Second, count: number) =>
  Array.from({ length: count }, () => line.hear(second)).at(-1);

it.each([{ lostHere: 30 }, { lostThere: 30 }, { received: 0 }, { roundTripMs: 2000 }])(
  'calls a line poor after some bad seconds: %o',
  (bad) => {
    const line = new Line();
    expect(after(line, { ...GOOD, ...bad }, 4)).toBe(false);
    expect(after(line, { ...GOOD, ...bad }, 1)).toBe(true);
  },
);

it('does not mind a bad second now and then', () => {
  const line = new Line();
  for (let round = 0; round < 20; round += 1) {
    expect(line.hear({ ...GOOD, lostHere: 50 })).toBe(false);
    expect(after(line, GOOD, 2)).toBe(false);
  }
});

it('calls it good again after twice as many good ones', () => {
  const line = new Line();
  after(line, { ...GOOD, received: 0 }, 60);
  expect(after(line, GOOD, 9)).toBe(true);
  expect(after(line, GOOD, 1)).toBe(false);
});

import { expect, it } from 'vitest';

import { turns } from './turns';

it('runs so many calls at a time, in their order, whatever becomes of them', async () => {
  const inTurn = turns(2);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const call = (index: number) => () => {
    begun.push(index);
    return new Promise<number>((done, fail) => {
      ends[index] = () => (index === 0 ? fail(new Error('no')) : done(index));
    });
  };
  const results = Promise.allSettled([0, 1, 2, 3].map((index) => inTurn(call(index))));
  expect(begun).toEqual([0, 1]);
  ends[0]?.();
  await expect.poll(() => begun).toEqual([0, 1, 2]);
  ends[1]?.();
  await expect.poll(() => begun).toEqual([0, 1, 2, 3]);
  ends[2]?.();
  ends[3]?.();
  const statuses = (await results).map(({ status }) => status);
  expect(statuses).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
  // All places are free again.
  void inTurn(call(4));
  void inTurn(call(5));
  expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
});

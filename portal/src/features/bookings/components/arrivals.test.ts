import { expect, it } from 'vitest';

import { look } from './arrivals';

it('knows since when somebody waits who came while the page looked', () => {
  const first = look(null, ['early'], 1_000);
  expect([...first.since]).toEqual([['early', null]]);
  const second = look(first, ['early', 'come'], 5_000);
  expect([...second.since]).toEqual([
    ['early', null],
    ['come', 5_000],
  ]);
  expect([...look(second, ['come'], 9_000).since]).toEqual([['come', 5_000]]);
});

it('names each who comes once, however often it is looked', () => {
  const one = look(look(null, [], 0), ['one'], 1_000);
  expect(one.newest).toEqual(['one']);
  expect(look(one, ['one'], 5_000)).toBe(one);
  const two = look(one, ['one', 'two'], 9_000);
  expect(two.newest).toEqual(['two']);
  // Nobody is said anew because somebody else has gone.
  expect(look(two, ['two'], 13_000).newest).toEqual(['two']);
  expect(look(two, ['one'], 13_000).newest).toEqual([]);
  const again = look(look(two, ['one'], 13_000), ['one', 'two'], 17_000);
  expect(again.newest).toEqual(['two']);
  expect(again.since.get('two')).toBe(17_000);
});

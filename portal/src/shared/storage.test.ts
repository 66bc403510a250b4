import { afterEach, expect, it, vi } from 'vitest';

import { outlivesPage, tabStorage } from './storage';

const refuse = () => {
  throw new DOMException('', 'SecurityError');
};

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  tabStorage.clear();
});

/** Ways in which browsers refuse to store something. */
const refusals: [string, () => void][] = [
  ['its access throws', () => vi.spyOn(window, 'sessionStorage', 'get').mockImplementation(refuse)],
  ['it is missing', () => vi.stubGlobal('sessionStorage', undefined)],
  ['it is null', () => vi.stubGlobal('sessionStorage', null)],
  ['it has no space', () => vi.spyOn(Storage.prototype, 'setItem').mockImplementation(refuse)],
  ['it takes and forgets', () => vi.spyOn(Storage.prototype, 'setItem').mockReturnValue()],
];

it.each(refusals)('keeps in memory when %s', (_, refused) => {
  refused();
  tabStorage.setItem('a', '1');
  tabStorage.setItem('a', '2');
  tabStorage.setItem('b', '3');
  expect(tabStorage.getItem('a')).toBe('2');
  expect(tabStorage.length).toBe(2);
  tabStorage.removeItem('a');
  expect(tabStorage.getItem('a')).toBeNull();
  expect(tabStorage.key(0)).toBe('b');
});

it.each(refusals)('knows that nothing outlives the page when %s', (_, refused) => {
  refused();
  expect(outlivesPage()).toBe(false);
});

it('stores where the browser lets it', () => {
  expect(outlivesPage()).toBe(true);
  expect(tabStorage.length).toBe(0);
  tabStorage.setItem('a', '1');
  expect(sessionStorage.getItem('a')).toBe('1');
});

it('does not bring back an older value when the space runs out', () => {
  tabStorage.setItem('a', 'old');
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(refuse);
  tabStorage.setItem('a', 'new');
  expect(tabStorage.getItem('a')).toBe('new');
});

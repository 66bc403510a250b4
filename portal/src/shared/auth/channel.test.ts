import { afterEach, beforeEach, expect, it, vi } from 'vitest';

beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllGlobals());

it.each([
  ['has none', undefined],
  [
    'refuses it, since it blocks all cookies',
    function Refused() {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    },
  ],
])('leaves each tab on its own in a browser that %s', async (_how, given) => {
  vi.stubGlobal('BroadcastChannel', given);
  const { askForUser, listen, tell } = await import('./channel');
  listen(() => undefined);
  tell({ say: 'out' });
  expect(await askForUser()).toBeNull();
});

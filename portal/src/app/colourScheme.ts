import type { MantineColorScheme, MantineColorSchemeManager } from '@mantine/core';

const KEY = 'anteroom.colours';

/** Keeps the choice between light and dark until the browser is closed. */
export const colourSchemeManager: MantineColorSchemeManager = {
  get: (fallback) => (sessionStorage.getItem(KEY) as MantineColorScheme | null) ?? fallback,
  set: (value) => sessionStorage.setItem(KEY, value),
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear: () => sessionStorage.removeItem(KEY),
};

import type { MantineColorScheme, MantineColorSchemeManager } from '@mantine/core';

import { tabStorage } from '../shared/storage';

const KEY = 'anteroom.colours';

/** Keeps the choice between light and dark until the browser is closed. */
export const colourSchemeManager: MantineColorSchemeManager = {
  get: (fallback) => (tabStorage.getItem(KEY) as MantineColorScheme | null) ?? fallback,
  set: (value) => tabStorage.setItem(KEY, value),
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear: () => tabStorage.removeItem(KEY),
};

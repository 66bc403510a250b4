/** In which zone the concierge reads the clock: the browser's, unless another one was chosen. */
import { useSyncExternalStore } from 'react';

import { chosenZone, keepZone } from '../../shared/preferences';
import { browserZone } from '../../shared/time/zones';

const listeners = new Set<() => void>();

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

export function useDeskZone(): string {
  return useSyncExternalStore(subscribe, () => chosenZone() ?? browserZone());
}

/** Reads the clock in another zone from now on, on all pages. */
export function chooseZone(zone: string): void {
  keepZone(zone);
  listeners.forEach((listener) => listener());
}

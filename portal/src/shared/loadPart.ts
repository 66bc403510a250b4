/**
 * Loads parts of the portal that come when they are needed: code with its styles, and words. In many
 * browsers an import that failed once fails for as long as the page lives (whatwg/html#6768), so that only
 * a new page mends it.
 */
import { useSyncExternalStore } from 'react';

import { patiently } from './patience';
import { isHeld } from './ui/leaving';
import { withinTime } from './withinTime';

type Load = () => Promise<unknown>;

/** A page that was reloaded is not reloaded by itself again before it is so old. */
const LEAST_AGE_MS = 30_000;

/** The addresses of links that failed, and whether they are of styles. */
const failed = new Map<string, boolean>();

/** What only a new page can load. */
const stuck = new Set<Load>();
const listeners = new Set<() => void>();

/**
 * Takes links that failed out of the page, and remembers them: what the build makes of an import asks for
 * each stylesheet once only, and would then do without.
 */
export function watchLinks(): void {
  const remember = ({ target }: Event) => {
    if (!(target instanceof HTMLLinkElement)) return;
    failed.set(target.href, target.rel === 'stylesheet');
    target.remove();
  };
  window.addEventListener('error', remember, { capture: true });
}

/**
 * Tries until it works. What fails although its file can be fetched needs a new page: the page is
 * reloaded, unless something typed or a call would be lost. Then `useStuck` tells.
 */
export async function loadPart<T>(load: () => Promise<T>): Promise<T> {
  const part = await patiently(async () => {
    try {
      return await loadStyled(load);
    } catch (error) {
      await expectThere(error);
      return await loadStyled(load).catch((again: unknown) => {
        startAnew(load);
        throw again;
      });
    }
  });
  if (stuck.delete(load)) tell();
  return part;
}

/** Whether something is missing that only a new page can load. */
export function useStuck(): boolean {
  return useSyncExternalStore(subscribe, () => stuck.size > 0);
}

/** Loads after the styles that are missing: whatever comes may need them. */
async function loadStyled<T>(load: () => Promise<T>): Promise<T> {
  const styles = [...failed].filter(([, isStyle]) => isStyle);
  await Promise.all(styles.map(([address]) => addStyles(address)));
  return load();
}

function addStyles(address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.crossOrigin = '';
    link.href = address;
    link.onload = () => {
      failed.delete(address);
      resolve();
    };
    link.onerror = () => reject(new Error(`${address} can’t be loaded`));
    document.head.append(link);
  });
}

/** Fails while the page, or what could not be loaded, can't be fetched. An answer that it is gone is one. */
async function expectThere(error: unknown): Promise<void> {
  const named = String(error).split(/\s/);
  const ours = named.filter((word) => word.startsWith(`${location.origin}/`));
  const asked = ['/', ...failed.keys(), ...ours].map(async (address) => {
    const { status } = await fetch(address, { cache: 'no-cache', signal: withinTime(10_000) });
    if (status >= 500) throw new Error(`${address} answers ${status}`);
  });
  await Promise.all(asked);
  for (const [address, isStyle] of failed) if (!isStyle) failed.delete(address);
}

function startAnew(load: Load): void {
  stuck.add(load);
  tell();
  if (!isHeld() && !wasJustReloaded()) location.reload();
}

function wasJustReloaded(): boolean {
  const [start] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return start?.type === 'reload' && performance.now() < LEAST_AGE_MS;
}

function tell(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

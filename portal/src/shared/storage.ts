/**
 * The only way to the tab's storage. A browser that refuses it (blocked site data, no space left, a
 * private window) must not take a page down: what can't be stored is kept in memory, for as long as
 * the page is open.
 */

const memory = new Map<string, string>();

/** Works with the browser's storage; nothing if the browser refuses it. */
function attempt<T>(work: (stored: Storage) => T): T | undefined {
  try {
    return work(sessionStorage);
  } catch {
    return undefined;
  }
}

/** As long as what signing in stores before it leaves the page. */
const PROBE = 'x'.repeat(2_000);

/**
 * Whether the browser keeps what is stored when the page is left for another one, as in signing in. What
 * is kept in memory is gone by then.
 */
export function outlivesPage(): boolean {
  const key = 'anteroom.probe';
  const isKept = attempt((stored) => {
    stored.setItem(key, PROBE);
    return stored.getItem(key) === PROBE;
  });
  attempt((stored) => stored.removeItem(key));
  return isKept === true;
}

function get(key: string): string | null {
  return memory.get(key) ?? attempt((stored) => stored.getItem(key)) ?? null;
}

function remove(key: string): void {
  memory.delete(key);
  attempt((stored) => stored.removeItem(key));
}

function set(key: string, value: string): void {
  remove(key);
  const isStored = attempt((stored) => {
    stored.setItem(key, value);
    return stored.getItem(key) === value;
  });
  if (!isStored) memory.set(key, value);
}

function keys(): string[] {
  const stored = attempt((storage) =>
    Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? ''),
  );
  return [...new Set([...memory.keys(), ...(stored ?? [])])];
}

/** What is kept until the tab is closed, or at the least until the page is left. */
export const tabStorage: Storage = {
  getItem: get,
  setItem: set,
  removeItem: remove,
  key: (index) => keys()[index] ?? null,
  clear: () => keys().forEach(remove),
  get length() {
    return keys().length;
  },
};

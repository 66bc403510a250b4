/**
 * The only way to the browser's storage. A browser that refuses it (blocked site data, no space left, a
 * private window) must not take a page down: what can't be stored is kept in memory, for as long as
 * the page is open.
 */

/** Works with a storage of the browser; nothing if the browser refuses it. */
function attempt<T>(area: () => Storage, work: (stored: Storage) => T): T | undefined {
  try {
    return work(area());
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
  const isKept = attempt(tab, (stored) => {
    stored.setItem(key, PROBE);
    return stored.getItem(key) === PROBE;
  });
  attempt(tab, (stored) => stored.removeItem(key));
  return isKept === true;
}

const tab = () => sessionStorage;

function keptIn(area: () => Storage): Storage {
  const memory = new Map<string, string>();
  const remove = (key: string) => {
    memory.delete(key);
    attempt(area, (stored) => stored.removeItem(key));
  };
  const keys = () => {
    const stored = attempt(area, (storage) =>
      Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? ''),
    );
    return [...new Set([...memory.keys(), ...(stored ?? [])])];
  };
  return {
    getItem: (key) => memory.get(key) ?? attempt(area, (stored) => stored.getItem(key)) ?? null,
    setItem: (key, value) => {
      remove(key);
      const isStored = attempt(area, (stored) => {
        stored.setItem(key, value);
        return stored.getItem(key) === value;
      });
      if (!isStored) memory.set(key, value);
    },
    removeItem: remove,
    key: (index) => keys()[index] ?? null,
    clear: () => keys().forEach(remove),
    get length() {
      return keys().length;
    },
  };
}

/** What is kept until the tab is closed, or at the least until the page is left. */
export const tabStorage = keptIn(tab);

/** What is kept on the device, for whoever opens the portal there next: nothing about anybody. */
export const deviceStorage = keptIn(() => localStorage);

/** What fails for a while is tried again, less and less often, and not by everybody at once. */

const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/** How long to wait after so many failures: twice as long each time, and between half and all of that. */
export function backOffMs(failures: number): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** failures);
  // Jitter needs no good random numbers.
  return longest * (0.5 + Math.random() / 2);
}

/** Tries until it works: after a pause, or as soon as the browser says that the line is back. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await work();
    } catch {
      await pause(backOffMs(failures));
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      window.removeEventListener('online', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    window.addEventListener('online', finish);
  });
}

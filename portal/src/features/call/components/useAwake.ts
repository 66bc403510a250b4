import { useEffect } from 'react';

/** Keeps the screen of a telephone on while the page is looked at: a page that sleeps can't wait. */
export function useAwake(): void {
  useEffect(() => {
    let lock: Promise<WakeLockSentinel | null> = Promise.resolve(null);
    const take = () => {
      const { wakeLock } = navigator as Partial<Navigator>;
      if (document.visibilityState !== 'visible' || !wakeLock) return;
      // A battery that is nearly empty comes first.
      lock = Promise.resolve()
        .then(() => wakeLock.request('screen'))
        .catch(() => null);
    };
    take();
    // The browser takes the lock away from a page that is hidden.
    document.addEventListener('visibilitychange', take);
    return () => {
      document.removeEventListener('visibilitychange', take);
      void lock.then((held) => held?.release());
    };
  }, []);
}

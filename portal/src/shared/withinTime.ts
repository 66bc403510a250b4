/** A signal that ends what it is given to after a time, or when `also` does. Old browsers have none. */
export function withinTime(limitMs: number, also?: AbortSignal): AbortSignal {
  const stop = new AbortController();
  if (also?.aborted) stop.abort();
  also?.addEventListener('abort', () => stop.abort(), { once: true });
  setTimeout(() => stop.abort(), limitMs);
  return stop.signal;
}

/**
 * The server's time. What may be done when is the server's to say, and the clock of somebody's
 * laptop can be wrong by hours, so all counting down goes by the `Date` of the API's answers.
 */
import { useEffect, useState } from 'react';

/** A `Date` header has whole seconds and took a moment to arrive: less than this says nothing. */
const TOLERANCE_MS = 3000;

let offsetMs = 0;

const listeners = new Set<() => void>();

/** Takes the time that an answer carries. */
export function noteServerDate(headers: Headers): void {
  const date = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(date)) return;
  const offset = date - Date.now();
  if (Math.abs(offset - offsetMs) <= TOLERANCE_MS) return;
  offsetMs = Math.abs(offset) > TOLERANCE_MS ? offset : 0;
  for (const listener of listeners) listener();
}

/** The server's time now, in milliseconds of the epoch. */
export function serverNow(): number {
  return Date.now() + offsetMs;
}

/** The server's time at an instant of this machine's clock. */
export function serverTimeAt(local: number): number {
  return local + offsetMs;
}

/** The server's time, anew at each interval, and as soon as the server tells another one. */
export function useNow(intervalMs = 1000): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const look = () => setNow(serverNow());
    // Another time may have been told since this was drawn.
    const soon = setTimeout(() =>
      setNow((drawn) => (Math.abs(serverNow() - drawn) > TOLERANCE_MS ? serverNow() : drawn)),
    );
    const timer = setInterval(look, intervalMs);
    listeners.add(look);
    return () => {
      clearTimeout(soon);
      clearInterval(timer);
      listeners.delete(look);
    };
  }, [intervalMs]);
  return now;
}

/** A stretch of time in which open slots are asked for. */
import { startOfDay } from '../time/local';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** So many days from now on; a month of a zone's calendar, `2026-11`; or the days around an instant. */
export type Span = { days: number } | { month: string; zone: string } | { around: string };

/** How many days before and after an instant are around it. */
const AROUND_DAYS = 7;

/** The first instant of a span that is not over yet, and the one after its last. */
export function boundsOf(span: Span, now: number): { from: string; to: string } {
  // Who asks twice within a minute asks the same.
  const soon = Math.ceil(now / MINUTE_MS) * MINUTE_MS;
  const [from, to] = wholeOf(span, soon);
  const start = Math.max(from, soon);
  return {
    from: new Date(start).toISOString(),
    to: new Date(Math.max(to, start + MINUTE_MS)).toISOString(),
  };
}

function wholeOf(span: Span, now: number): [from: number, to: number] {
  if ('days' in span) return [now, now + span.days * DAY_MS];
  if ('month' in span)
    return [span.month, monthAfter(span.month, 1)].map((month) =>
      Date.parse(startOfDay(`${month}-01`, span.zone)),
    ) as [number, number];
  const at = Date.parse(span.around);
  return [at - AROUND_DAYS * DAY_MS, at + AROUND_DAYS * DAY_MS];
}

/** The month so many after another: `2026-12` is one after `2026-11`. */
export function monthAfter(month: string, count: number): string {
  const [year = 0, index = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, index - 1 + count)).toISOString().slice(0, 7);
}

/** The month of a date: `2026-11` of `2026-11-22`. */
export function monthOf(date: string): string {
  return date.slice(0, 7);
}

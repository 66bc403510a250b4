import type { Booking } from '../../../shared/api/types';
import { isoDate } from '../../../shared/time/format';

/**
 * The session that goes on, else the one that comes next. One whose end has passed still counts while it can
 * be started and nothing else is ahead. `upcoming` is in the order of the starts.
 */
export function nextOf(upcoming: readonly Booking[], now: number): Booking | undefined {
  return (
    upcoming.find(({ status }) => status === 'ongoing') ??
    upcoming.find(({ endsAt }) => Date.parse(endsAt) > now) ??
    upcoming[0]
  );
}

/** The sessions that touch a local date, each once, in the order of their starts. */
export function sessionsOn(
  date: string,
  bookings: readonly Booking[],
  zone: string,
): readonly Booking[] {
  const each = new Map(bookings.map((booking) => [booking.id, booking]));
  return [...each.values()]
    .filter(({ status, startsAt, endsAt }) => {
      // A proposal that nobody accepted was never a session.
      if (status === 'pending' || status === 'expired') return false;
      const last = new Date(endsAt).getTime() - 1;
      return isoDate(startsAt, zone) <= date && date <= isoDate(last, zone);
    })
    .sort((one, other) => Date.parse(one.startsAt) - Date.parse(other.startsAt));
}

/** What a session is on the day's timeline. */
export type Phase = 'waiting' | 'now' | 'ahead' | 'done' | 'trouble';

const PHASES = {
  pending: 'ahead',
  confirmed: 'ahead',
  ongoing: 'now',
  completed: 'done',
  cancelled: 'done',
  expired: 'done',
  no_show: 'trouble',
} as const;

export function phaseOf({ status, session }: Booking): Phase {
  return session?.memberWaiting ? 'waiting' : PHASES[status];
}

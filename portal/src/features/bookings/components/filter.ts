/** Which bookings of a list are looked for. The address keeps it, so that a step back finds them again. */
import { everyWord } from '../../../shared/api/everyWord';
import type { Booking, SessionType, Status, View } from '../../../shared/api/types';
import { fold } from '../../../shared/fold';

/** The ways of meeting to choose from. */
export const TYPES = everyWord<SessionType>({ video: true, phone: true });

/** What may have become of a session that is over. */
export const ENDS = ['completed', 'cancelled', 'no_show', 'expired'] as const satisfies Status[];

export interface Filter {
  /** Words of the member's name. */
  name: string;
  type: SessionType | null;
  /** Of those that are over. */
  end: (typeof ENDS)[number] | null;
}

/** The filter of a list in an address. */
export function readFilter(search: URLSearchParams, view: View): Filter {
  return {
    name: search.get('name') ?? '',
    type: TYPES.find((type) => type === search.get('type')) ?? null,
    end: view === 'past' ? (ENDS.find((end) => end === search.get('end')) ?? null) : null,
  };
}

/** Whether anything is looked for. */
export function isActive({ name, type, end }: Filter): boolean {
  return name.trim() !== '' || type !== null || end !== null;
}

/** Whether a booking is looked for: each word is somewhere in the name, accents or not. */
export function matches(booking: Booking, { name, type, end }: Filter): boolean {
  const folded = fold(booking.member.name);
  const words = fold(name).split(/\s+/);
  return (
    words.every((word) => folded.includes(word)) &&
    (type === null || booking.sessionType === type) &&
    (end === null || booking.status === end)
  );
}

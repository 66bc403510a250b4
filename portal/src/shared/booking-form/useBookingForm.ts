import { useForm } from '@mantine/form';

import type { Booking, NewBooking, Role, SessionType } from '../api/types';
import { nearestLength, USUAL_MINUTES } from '../policy/lengths';
import { usePolicy } from '../policy/usePolicy';
import { keepLength, lastLength } from '../preferences';
import { isGone } from '../slots/isGone';
import { NO_SLOT, startsAtOf, withoutSlot, type Start } from './start';
import { useBook } from './useBook';

/** What is asked of whoever books. */
export interface Wish {
  /** Empty as long as nobody is chosen, and for whoever books for themselves. */
  memberId: string;
  providerId: string;
  sessionType: SessionType;
  durationMinutes: number;
  start: Start;
  comment: string;
}

/** What can be missing when it is sent. */
export type Missing = 'memberId' | 'providerId' | 'start';

/** The sides that each role has to choose. */
const CHOOSES: Record<Role, readonly Missing[]> = {
  member: ['providerId'],
  provider: ['memberId'],
  concierge: ['memberId', 'providerId'],
};

interface Options {
  by: Role;
  first: Partial<Wish>;
  /** On whose clock a time is typed. */
  zone: string;
  onDone: (booking: Booking) => void;
}

/**
 * The form of a booking. Nothing of it is lost when it is refused, but for a slot that can't be had any
 * more; a slot is also forgotten when the provider or the length changes.
 */
export function useBookingForm({ by, first, zone, onDone }: Options) {
  const book = useBook(by === 'concierge' ? '/v1/admin/bookings' : '/v1/bookings');
  const policy = usePolicy();
  /** The wish with the nearest length that the policy allows, once it is known. */
  const allowed = (values: Wish): Wish => {
    const durationMinutes = nearestLength(policy, values.durationMinutes);
    if (durationMinutes === values.durationMinutes) return values;
    return { ...values, durationMinutes, start: withoutSlot(values.start) };
  };
  const lacks = (what: Missing, wish: Wish) =>
    what === 'start'
      ? startsAtOf(wish.start, zone) === ''
      : CHOOSES[by].includes(what) && wish[what] === '';
  const form = useForm<Wish>({
    initialValues: {
      memberId: '',
      providerId: '',
      sessionType: 'video',
      durationMinutes: lastLength() ?? USUAL_MINUTES,
      start: NO_SLOT,
      comment: '',
      ...first,
    },
    validate: (values) => {
      const wish = allowed(values);
      return {
        memberId: lacks('memberId', wish),
        providerId: lacks('providerId', wish),
        start: lacks('start', wish),
      };
    },
    // What was missing is said until it is there, whatever else changes.
    clearInputErrorOnChange: false,
  });
  const wish = allowed(form.getValues());
  const set = (part: Partial<Wish>) => {
    const isOther = 'providerId' in part || 'durationMinutes' in part;
    const start = isOther ? withoutSlot(wish.start) : wish.start;
    form.setValues({ ...wish, start, ...part });
  };
  const send = (sent: Wish) => {
    if (book.isPending) return;
    book.mutate(requestOf(sent, zone), {
      onSuccess: (booking) => {
        keepLength(booking.durationMinutes);
        onDone(booking);
      },
      onError: (error) => {
        if (!isGone(error) || form.getValues().start.by === 'clock') return;
        form.setFieldValue('start', NO_SLOT);
        form.setFieldError('start', true);
      },
    });
  };
  return {
    wish,
    set,
    /** The chosen start; empty if there is none yet. */
    startsAt: startsAtOf(wish.start, zone),
    /** Whether it was tried to send it without. */
    isMissing: (what: Missing) => Boolean(form.errors[what]) && lacks(what, wish),
    submit: form.onSubmit((values) => send(allowed(values))),
    isPending: book.isPending,
    error: book.error,
    /** The start that was wanted and can't be had. */
    gone: isGone(book.error) ? book.variables?.startsAt : undefined,
  };
}

export type BookingFormState = ReturnType<typeof useBookingForm>;

/** The request for a wish. Nobody is named who books for themselves. */
function requestOf({ memberId, providerId, start, comment, ...rest }: Wish, zone: string) {
  const words = comment.trim();
  const request: NewBooking = { ...rest, startsAt: startsAtOf(start, zone) };
  if (memberId !== '') request.memberId = memberId;
  if (providerId !== '') request.providerId = providerId;
  if (words !== '') request.comment = words;
  return request;
}

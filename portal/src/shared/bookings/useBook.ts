import { useMutation, useQueryClient } from '@tanstack/react-query';

import { useApi } from '../api/ApiProvider';
import { answer } from '../api/client';
import type { Booking, SessionType } from '../api/types';
import { useKey } from '../api/useKey';
import { BOOKINGS } from './key';

/** A session as one side asks for it: the other side is named. */
type Wish = ({ providerId: string } | { memberId: string }) & {
  sessionType: SessionType;
  startsAt: string;
  durationMinutes: number;
  comment?: string;
};

/**
 * Books an open slot, once, however often it is tried. A member's is booked; a provider's is a proposal,
 * which the member accepts or not.
 */
export function useBook() {
  const api = useApi();
  const queries = useQueryClient();
  const { keyFor, done, failed } = useKey();
  return useMutation({
    mutationFn: (body: Wish) => {
      const params = { header: { 'Idempotency-Key': keyFor(body) } };
      return answer<Booking>(api.POST('/v1/bookings', { params, body }));
    },
    onSuccess: done,
    onError: failed,
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: BOOKINGS }),
        // A time that was taken has to leave the list of those to choose from.
        queries.invalidateQueries({ queryKey: ['slots'] }),
      ]),
  });
}

import { useMutation, useQueryClient } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer } from '../../../shared/api/client';
import type { Booking, SessionType } from '../../../shared/api/types';
import { useKey } from '../../../shared/api/useKey';
import { BOOKINGS } from '../../../shared/bookings/key';

/** A session as a member asks for it. */
export interface Wish {
  providerId: string;
  sessionType: SessionType;
  startsAt: string;
  durationMinutes: number;
  comment?: string;
}

/** Books an open slot, once, however often it is tried. */
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

import { useMutation, useQueryClient } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer } from '../../../shared/api/client';
import type { Booking, SessionType } from '../../../shared/api/types';
import { useKey } from '../../../shared/api/useKey';
import { BOOKINGS } from '../../../shared/bookings/key';

/** A booking for both sides. */
export interface OnBehalf {
  providerId: string;
  memberId: string;
  sessionType: SessionType;
  startsAt: string;
  durationMinutes: number;
  comment?: string;
}

/** Books for both sides, once, however often it is tried. */
export function useBookOnBehalf() {
  const api = useApi();
  const queries = useQueryClient();
  const { keyFor, done } = useKey();
  return useMutation({
    mutationFn: (body: OnBehalf) => {
      const params = { header: { 'Idempotency-Key': keyFor(body) } };
      return answer<Booking>(api.POST('/v1/admin/bookings', { params, body }));
    },
    onSuccess: done,
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: BOOKINGS }),
        // A time that was taken has to leave the list of those to choose from.
        queries.invalidateQueries({ queryKey: ['slots'] }),
      ]),
  });
}

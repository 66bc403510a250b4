import { useMutation, useQueryClient } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer } from '../../../shared/api/client';
import type { Booking, SessionType } from '../../../shared/api/types';
import { useKey } from '../../../shared/api/useKey';

/** A follow-up as the provider proposes it. */
export interface Proposal {
  memberId: string;
  sessionType: SessionType;
  startsAt: string;
  durationMinutes: number;
  comment?: string;
}

/** Proposes a follow-up; the member accepts it or not. */
export function usePropose() {
  const api = useApi();
  const queries = useQueryClient();
  const { keyFor, done, failed } = useKey();
  return useMutation({
    mutationFn: (body: Proposal) => {
      const params = { header: { 'Idempotency-Key': keyFor(body) } };
      return answer<Booking>(api.POST('/v1/bookings', { params, body }));
    },
    onSuccess: done,
    onError: failed,
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['bookings'] }),
        // A time that was taken has to leave the list of those to choose from.
        queries.invalidateQueries({ queryKey: ['slots'] }),
      ]),
  });
}

import { useMutation, useQueryClient } from '@tanstack/react-query';

import { useApi } from '../api/ApiProvider';
import { answer, type Api } from '../api/client';
import type { Booking, SessionType } from '../api/types';
import { useKey } from '../api/useKey';
import { BOOKINGS } from './key';

interface Session {
  sessionType: SessionType;
  startsAt: string;
  durationMinutes: number;
  comment?: string;
}

/** A session as one side asks for it: the other side is named. */
type Wish = Session & ({ providerId: string } | { memberId: string });

/** A session for both sides. */
type OnBehalf = Session & { providerId: string; memberId: string };

type Call = Parameters<typeof answer>[0];

interface Params {
  header: { 'Idempotency-Key': string };
}

/**
 * Books an open slot, once, however often it is tried. A member's is booked; a provider's is a proposal,
 * which the member accepts or not.
 */
export function useBook() {
  return useBookBy((api, params, body: Wish) => api.POST('/v1/bookings', { params, body }));
}

/** Books for both sides, as the concierge, once, however often it is tried. */
export function useBookOnBehalf() {
  return useBookBy((api, params, body: OnBehalf) =>
    api.POST('/v1/admin/bookings', { params, body }),
  );
}

function useBookBy<Body>(post: (api: Api, params: Params, body: Body) => Call) {
  const api = useApi();
  const queries = useQueryClient();
  const { keyFor, done, failed } = useKey();
  return useMutation({
    mutationFn: (body: Body) => {
      const params = { header: { 'Idempotency-Key': keyFor(body) } };
      return answer<Booking>(post(api, params, body));
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

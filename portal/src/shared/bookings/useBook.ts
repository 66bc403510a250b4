import { useQueryClient } from '@tanstack/react-query';

import { useApi } from '../api/ApiProvider';
import { answer, type Answered, type Api } from '../api/client';
import type { Booking, NewBooking } from '../api/types';
import { useChange } from '../api/useChange';
import { useKey } from '../api/useKey';
import { BOOKINGS } from './key';

type Call = Promise<Answered<Booking>>;

interface Params {
  header: { 'Idempotency-Key': string };
}

/**
 * Books an open slot, once, however often it is tried. A member's is booked; a provider's is a proposal,
 * which the member accepts or not.
 */
export function useBook() {
  return useBookBy((api, params, body) => api.POST('/v1/bookings', { params, body }));
}

/** Books for both sides, as the concierge, once, however often it is tried. */
export function useBookOnBehalf() {
  return useBookBy((api, params, body) => api.POST('/v1/admin/bookings', { params, body }));
}

function useBookBy(post: (api: Api, params: Params, body: NewBooking) => Call) {
  const api = useApi();
  const queries = useQueryClient();
  const { keyFor, done, failed } = useKey();
  return useChange({
    says: null,
    mutationFn: (body: NewBooking) => {
      const params = { header: { 'Idempotency-Key': keyFor(body) } };
      return answer(post(api, params, body));
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

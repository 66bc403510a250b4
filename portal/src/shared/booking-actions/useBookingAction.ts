import { useMutation, useQueryClient } from '@tanstack/react-query';

import { useApi } from '../api/ApiProvider';
import { answer, type Api } from '../api/client';
import type { Booking, RescheduleBody } from '../api/types';
import { useKey } from '../api/useKey';
import { BOOKINGS } from '../bookings/key';

/** What is done to a booking that may be refused. */
export type Action =
  | { do: 'cancel'; body: { reason: string } }
  | { do: 'reschedule'; body: RescheduleBody }
  | { do: 'accept' }
  | { do: 'decline' }
  | { do: 'no-show' }
  | { do: 'end' };

/** Does something to a booking as it was when it was shown, once, however often it is tried. */
export function useBookingAction({ id, version }: Booking) {
  const api = useApi();
  const queries = useQueryClient();
  const { keyFor, done, failed } = useKey();
  return useMutation({
    mutationFn: (action: Action) => {
      const header = { 'Idempotency-Key': keyFor(action), 'If-Match': `"${version}"` };
      return answer(call(api, action, { path: { id }, header }));
    },
    onSuccess: done,
    onError: failed,
    // After a refusal, too, the list may not be what it seemed.
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: BOOKINGS }),
        queries.invalidateQueries({ queryKey: ['slots'] }),
      ]),
  });
}

interface Parameters {
  path: { id: string };
  header: { 'Idempotency-Key': string; 'If-Match': string };
}

function call(api: Api, action: Action, params: Parameters) {
  switch (action.do) {
    case 'cancel':
      return api.POST('/v1/bookings/{id}/cancel', { params, body: action.body });
    case 'reschedule':
      return api.POST('/v1/bookings/{id}/reschedule', { params, body: action.body });
    case 'accept':
      return api.POST('/v1/bookings/{id}/accept', { params });
    case 'decline':
      return api.POST('/v1/bookings/{id}/decline', { params });
    case 'no-show':
      return api.POST('/v1/bookings/{id}/no-show', { params });
    case 'end':
      return api.POST('/v1/bookings/{id}/session/end', { params });
  }
}

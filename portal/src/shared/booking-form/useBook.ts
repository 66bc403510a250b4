import { useQueryClient } from '@tanstack/react-query';

import { useApi } from '../api/ApiProvider';
import { answer } from '../api/client';
import type { NewBooking } from '../api/types';
import { useChange } from '../api/useChange';
import { useKey } from '../api/useKey';
import { BOOKINGS } from '../bookings/key';

/**
 * Books an open slot, once, however often it is tried. A member's is booked; a provider's is a proposal,
 * which the member accepts or not; the concierge books for both sides.
 */
export function useBook(path: '/v1/bookings' | '/v1/admin/bookings') {
  const api = useApi();
  const queries = useQueryClient();
  const { keyFor, done, failed } = useKey();
  return useChange({
    // The page that follows says it.
    says: null,
    mutationFn: (body: NewBooking) => {
      const params = { header: { 'Idempotency-Key': keyFor(body) } };
      return answer(api.POST(path, { params, body }));
    },
    onSuccess: done,
    onError: failed,
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: BOOKINGS });
      // A time that was taken has to leave the list of those to choose from.
      void queries.invalidateQueries({ queryKey: ['slots'] });
    },
  });
}

import { useQueryClient } from '@tanstack/react-query';
import { use } from 'react';

import { useApi } from '../api/ApiProvider';
import { answer } from '../api/client';
import type { Booking, Role } from '../api/types';
import { useChange } from '../api/useChange';
import { useKey } from '../api/useKey';
import { BOOKINGS } from '../bookings/key';
import { BookingCalls, type Action } from './calls';

/**
 * Does something to a booking as it was when it was shown, once, however often it is tried. Members are
 * told what was done by the list that they are led back to.
 */
export function useBookingAction({ id, version }: Booking, by: Role) {
  const api = useApi();
  const call = use(BookingCalls);
  const queries = useQueryClient();
  const { keyFor, done, failed } = useKey();
  return useChange({
    says: ({ member }, { do: what }) =>
      by === 'member' || what === 'accept' || what === 'decline'
        ? null
        : { what, name: member.name },
    mutationFn: (action: Action) => {
      const header = { 'Idempotency-Key': keyFor(action), 'If-Match': `"${version}"` };
      return answer(call(api, action, id, header));
    },
    onSuccess: done,
    onError: failed,
    // After a refusal, too, the list may not be what it seemed.
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: BOOKINGS });
      void queries.invalidateQueries({ queryKey: ['slots'] });
    },
  });
}

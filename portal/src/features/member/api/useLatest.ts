import { useQuery } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer } from '../../../shared/api/client';
import type { Booking } from '../../../shared/api/types';
import { BOOKINGS } from '../../../shared/bookings/key';

/**
 * A booking as it is now, which after a refusal is not as it was shown, whatever list it is in by
 * then. A second try is about that one.
 */
export function useLatest(shown: Booking | undefined): Booking | undefined {
  const api = useApi();
  const id = shown?.id ?? '';
  const { data } = useQuery({
    queryKey: [...BOOKINGS, 'one', id],
    queryFn: ({ signal }) =>
      answer(api.GET('/v1/bookings/{id}', { params: { path: { id } }, signal })),
    enabled: id !== '',
  });
  return data && shown && data.version > shown.version ? data : shown;
}

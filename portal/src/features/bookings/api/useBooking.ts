import { useQuery } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer } from '../../../shared/api/client';
import { BOOKINGS } from '../../../shared/bookings/key';

/** One of the provider's bookings. */
export function useBooking(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: [...BOOKINGS, 'one', id],
    queryFn: ({ signal }) =>
      answer(api.GET('/v1/bookings/{id}', { params: { path: { id } }, signal })),
    retry: false,
  });
}

import { useQuery } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer } from '../../../shared/api/client';
import { useLapsed, withoutWaiting } from '../../../shared/bookings/waitingLease';
import { polling } from '../../../shared/time/backOff';
import { bookingKey } from './keys';

const PERIOD_MS = 10_000;

/** A booking. Its member does not wait when that is not known any more. */
export function useBooking(id: string) {
  const api = useApi();
  const read = useQuery({
    queryKey: bookingKey(id),
    queryFn: ({ signal }) =>
      answer(api.GET('/v1/bookings/{id}', { params: { path: { id } }, signal })),
    refetchInterval: polling(PERIOD_MS),
    retry: false,
  });
  const isLapsed = useLapsed(read.dataUpdatedAt, PERIOD_MS);
  return { ...read, data: isLapsed && read.data ? withoutWaiting(read.data) : read.data };
}

/** All that happened to a booking. */
export function useHistory(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: [...bookingKey(id), 'history'],
    queryFn: async ({ signal }) => {
      const call = api.GET('/v1/admin/bookings/{id}/history', { params: { path: { id } }, signal });
      return (await answer(call)).items;
    },
    refetchInterval: polling(PERIOD_MS),
    retry: false,
  });
}

/** Who was in its session. */
export function useAttendance(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: [...bookingKey(id), 'attendance'],
    queryFn: ({ signal }) =>
      answer(api.GET('/v1/admin/bookings/{id}/attendance', { params: { path: { id } }, signal })),
    refetchInterval: polling(PERIOD_MS),
    retry: false,
  });
}

/** Every message about it, the oldest first. */
export function useBookingDeliveries(id: string, periodMs = PERIOD_MS) {
  const api = useApi();
  return useQuery({
    queryKey: [...bookingKey(id), 'deliveries'],
    queryFn: async ({ signal }) => {
      const params = { path: { id } };
      const call = api.GET('/v1/admin/bookings/{id}/deliveries', { params, signal });
      return (await answer(call)).items;
    },
    refetchInterval: polling(periodMs),
    retry: false,
  });
}

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer } from '../../../shared/api/client';
import type { Status } from '../../../shared/api/types';
import { BOOKINGS } from '../../../shared/bookings/key';
import { useLapsed, withoutWaiting } from '../../../shared/bookings/waitingLease';
import { polling } from '../../../shared/time/backOff';

/** Which bookings; what is left out does not matter. */
export interface Wanted {
  providerId?: string;
  memberId?: string;
  status?: Status;
  /** Instants. */
  from?: string;
  to?: string;
}

const PERIOD_MS = 15_000;

/** Bookings of anybody, the soonest first. Nobody in them waits when that is not known any more. */
export function useFoundBookings(wanted: Wanted, limit = 20) {
  const api = useApi();
  const found = useInfiniteQuery({
    queryKey: [...BOOKINGS, 'found', wanted, limit],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...wanted, limit, ...(pageParam === null ? {} : { cursor: pageParam }) };
      return answer(api.GET('/v1/admin/bookings', { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? null,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
    placeholderData: keepPreviousData,
    refetchInterval: polling(PERIOD_MS),
    retry: false,
  });
  const isLapsed = useLapsed(found.dataUpdatedAt, PERIOD_MS);
  return { ...found, data: isLapsed ? found.data?.map(withoutWaiting) : found.data };
}

import { useInfiniteQuery } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer } from '../../../shared/api/client';
import { polling } from '../../../shared/time/backOff';
import { DELIVERIES } from './keys';

const PAGE = 20;
const PERIOD_MS = 15_000;

/** The statuses of messages that somebody must look at. */
export type WorkList = 'held' | 'failed' | 'unknown' | 'undelivered';

/** The messages of a status, the oldest first. */
export function useDeliveries(status: WorkList) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: [...DELIVERIES, status],
    queryFn: ({ pageParam, signal }) => {
      const query = { status, limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) };
      return answer(api.GET('/v1/admin/deliveries', { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? null,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
    refetchInterval: polling(PERIOD_MS),
    retry: false,
  });
}

import { useInfiniteQuery } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer } from '../../../shared/api/client';
import type { Page } from '../../../shared/api/types';
import { DELIVERIES } from './keys';
import type { Delivery } from './types';

const PAGE = 20;
const PERIOD_MS = 15_000;

/** The messages of a status, the oldest first. */
export function useDeliveries(status: 'failed' | 'unknown') {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: [...DELIVERIES, status],
    queryFn: ({ pageParam, signal }) => {
      const query = { status, limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) };
      return answer<Page<Delivery>>(api.GET('/v1/admin/deliveries', { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? null,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
    refetchInterval: PERIOD_MS,
  });
}

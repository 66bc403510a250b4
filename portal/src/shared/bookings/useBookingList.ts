import { useInfiniteQuery } from '@tanstack/react-query';

import { useApi } from '../api/ApiProvider';
import { answer } from '../api/client';
import type { View } from '../api/types';
import { polling } from '../time/backOff';
import { BOOKINGS } from './key';

const PAGE = 20;

interface Freshness {
  /** How often the list is read anew. */
  periodMs: number;
  /** Whether also while something else is looked at. */
  inBackground?: boolean;
}

/** One of one's own lists of bookings, page by page, always fresh. */
export function useBookingList(view: View, { periodMs, inBackground = false }: Freshness) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: [...BOOKINGS, view],
    queryFn: ({ pageParam, signal }) => {
      const query = { view, limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) };
      return answer(api.GET('/v1/bookings', { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? null,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
    refetchInterval: polling(periodMs),
    retry: false,
    refetchIntervalInBackground: inBackground,
  });
}

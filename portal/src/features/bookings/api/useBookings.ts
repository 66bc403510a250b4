import { useInfiniteQuery } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer } from '../../../shared/api/client';
import type { Booking, Page, View } from '../../../shared/api/types';
import { BOOKINGS } from '../../../shared/bookings/key';

/** How often a list is read anew: who waits has to be seen soon, the rest changes rarely. */
const PERIOD_MS: Record<View, number> = { pending: 30_000, upcoming: 4_000, past: 60_000 };

const PAGE = 20;

/** One of one's own lists of bookings, page by page, always fresh. */
export function useBookings(view: View) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: [...BOOKINGS, view],
    queryFn: ({ pageParam, signal }) => {
      const query = { view, limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) };
      return answer<Page<Booking>>(api.GET('/v1/bookings', { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? null,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
    refetchInterval: PERIOD_MS[view],
    // A provider looks at something else until the sound comes.
    refetchIntervalInBackground: true,
  });
}

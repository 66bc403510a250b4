import { useEffect } from 'react';

import type { View } from '../../../shared/api/types';
import { useBookings } from '../api/useBookings';
import { isActive, matches, type Filter } from './filter';

/** How many bookings are looked through before somebody has to ask for more. */
const LOOKED_THROUGH = 100;

/** How many finds are enough to show. */
const ENOUGH = 20;

/** The bookings of a list that are looked for. While there are few, further pages are read. */
export function useFound(view: View, filter: Filter) {
  const list = useBookings(view);
  const searches = isActive(filter);
  const found = searches ? list.data?.filter((booking) => matches(booking, filter)) : list.data;
  const { hasNextPage, isFetching, isError, fetchNextPage } = list;
  const isFew = (found?.length ?? 0) < ENOUGH && (list.data?.length ?? 0) < LOOKED_THROUGH;
  const goesOn = searches && isFew && hasNextPage && !isFetching && !isError;
  useEffect(() => {
    if (goesOn) void fetchNextPage();
  }, [goesOn, fetchNextPage]);
  return { list, found, searches };
}

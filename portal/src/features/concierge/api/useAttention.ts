import { useQuery } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer } from '../../../shared/api/client';
import { BOOKINGS } from '../../../shared/bookings/key';
import { polling } from '../../../shared/time/backOff';

/** Somebody waits: that has to be seen soon. */
const PERIOD_MS = 5_000;

/** The bookings that need somebody now, the longest waiting first. */
export function useAttention() {
  const api = useApi();
  return useQuery({
    queryKey: [...BOOKINGS, 'attention'],
    queryFn: async ({ signal }) => (await answer(api.GET('/v1/admin/attention', { signal }))).items,
    refetchInterval: polling(PERIOD_MS),
    retry: false,
    // The concierge looks at something else until the number in the tab's title rises.
    refetchIntervalInBackground: true,
  });
}

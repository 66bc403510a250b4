import { queryOptions, useQuery } from '@tanstack/react-query';

import { useApi } from '../api/ApiProvider';
import { answer, type Api } from '../api/client';
import { browserZone } from '../time/zones';

/** The key of one's own profile in the cache. */
export const PROFILE = ['me'];

/** How one's own profile is read; null for a concierge who has none. */
export function profileQuery(api: Api) {
  return queryOptions({
    queryKey: PROFILE,
    queryFn: async ({ signal }) => {
      const me = await answer(api.GET('/v1/me', { signal }));
      return 'timeZone' in me ? me : null;
    },
    staleTime: 60_000,
  });
}

/** One's own profile; null for a concierge who has none. */
export function useProfile() {
  return useQuery(profileQuery(useApi()));
}

/** The zone in which one reads the clock: the profile's, and the browser's until that is known. */
export function useMyZone(): string {
  return useProfile().data?.timeZone ?? browserZone();
}

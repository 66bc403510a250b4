import { useQuery } from '@tanstack/react-query';

import { useApi } from '../api/ApiProvider';
import { answer } from '../api/client';
import { browserZone } from '../time/zones';

/** The key of one's own profile in the cache. */
export const PROFILE = ['me'];

/** One's own profile; null for a concierge who has none. */
export function useProfile() {
  const api = useApi();
  return useQuery({
    queryKey: PROFILE,
    queryFn: async ({ signal }) => {
      const me = await answer(api.GET('/v1/me', { signal }));
      return 'timeZone' in me ? me : null;
    },
    staleTime: 60_000,
  });
}

/** The zone in which one reads the clock: the profile's, and the browser's until that is known. */
export function useMyZone(): string {
  return useProfile().data?.timeZone ?? browserZone();
}

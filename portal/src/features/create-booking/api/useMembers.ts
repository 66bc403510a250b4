import { useQuery } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer } from '../../../shared/api/client';

/** The members that the provider has had sessions with: those to whom a follow-up can be proposed. */
export function useMembers() {
  const api = useApi();
  return useQuery({
    queryKey: ['me', 'members'],
    queryFn: async ({ signal }) => {
      const params = { query: { limit: 100 } };
      return (await answer(api.GET('/v1/me/members', { params, signal }))).items;
    },
  });
}

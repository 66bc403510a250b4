import { useQuery } from '@tanstack/react-query';

import { useApi } from '../api/ApiProvider';
import { answer } from '../api/client';
import type { Policy } from '../api/types';

/**
 * The numbers in the rules. They are asked for once, since they change only with a deployment. None until they
 * are there: a page then does without, and the API refuses what they forbid.
 */
export function usePolicy(): Policy | undefined {
  const api = useApi();
  const policy = useQuery({
    queryKey: ['policy'],
    queryFn: ({ signal }) => answer(api.GET('/v1/policy', { signal })),
    staleTime: Infinity,
    gcTime: Infinity,
  });
  return policy.data;
}

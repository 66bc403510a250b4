import { useInfiniteQuery } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer, type Api } from '../../../shared/api/client';
import { personKey } from './keys';
import type { Role } from './types';

/** Who changed a person or their schedule, the newest first. */
export function usePersonHistory(role: Role, id: string) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: [...personKey(role, id), 'history'],
    queryFn: ({ pageParam, signal }) => answer(see(api, role, id, pageParam, signal)),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? null,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });
}

function see(api: Api, role: Role, id: string, cursor: string | null, signal: AbortSignal) {
  const query = cursor === null ? {} : { cursor };
  const options = { params: { path: { id }, query }, signal };
  return api.GET(`/v1/admin/${role}s/{id}/history`, options);
}

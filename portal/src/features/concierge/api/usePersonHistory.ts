import { useInfiniteQuery } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer, type Api } from '../../../shared/api/client';
import { personKey } from './keys';
import type { Side } from './types';

/** Who changed a person or their schedule, the newest first. */
export function usePersonHistory(side: Side, id: string) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: [...personKey(side, id), 'history'],
    queryFn: ({ pageParam, signal }) => answer(see(api, side, id, pageParam, signal)),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? null,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });
}

function see(api: Api, side: Side, id: string, cursor: string | null, signal: AbortSignal) {
  const query = cursor === null ? {} : { cursor };
  const options = { params: { path: { id }, query }, signal };
  return side === 'provider'
    ? api.GET('/v1/admin/providers/{id}/history', options)
    : api.GET('/v1/admin/members/{id}/history', options);
}

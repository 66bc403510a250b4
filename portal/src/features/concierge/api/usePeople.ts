import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer, type Api } from '../../../shared/api/client';
import { PEOPLE } from './keys';
import type { Side } from './types';

const PAGE = 20;
/** The longest search that the API takes, in characters. What is pasted beyond it is left out. */
const LONGEST = 500;

interface Query {
  q?: string;
  limit: number;
  cursor?: string;
}

/** The question for people of one side, by name; those whose name or email contains `q`. */
export function peopleQuery(api: Api, side: Side, q: string) {
  return infiniteQueryOptions({
    queryKey: [...PEOPLE, side, 'search', q],
    queryFn: ({ pageParam, signal }) => {
      const query: Query = { limit: PAGE };
      if (q !== '') query.q = Array.from(q).slice(0, LONGEST).join('');
      if (pageParam !== null) query.cursor = pageParam;
      return answer(search(api, side, query, signal));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? null,
  });
}

/** People of one side, page by page. */
export function usePeople(side: Side, q: string, isWanted = true) {
  return useInfiniteQuery({
    ...peopleQuery(useApi(), side, q),
    select: ({ pages }) => pages.flatMap(({ items }) => items),
    enabled: isWanted,
    placeholderData: keepPreviousData,
  });
}

function search(api: Api, side: Side, query: Query, signal: AbortSignal) {
  const options = { params: { query }, signal };
  return side === 'provider'
    ? api.GET('/v1/admin/providers', options)
    : api.GET('/v1/admin/members', options);
}

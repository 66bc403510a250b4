import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer, type Api } from '../../../shared/api/client';
import { PEOPLE } from './keys';
import type { Role } from './types';

const PAGE = 20;
/** The longest search that the API takes, in characters. What is pasted beyond it is left out. */
const LONGEST = 500;

interface Query {
  q?: string;
  limit: number;
  cursor?: string;
}

/** The question for people of one role, by name; those whose name or email contains `q`. */
export function peopleQuery(api: Api, role: Role, q: string, limit = PAGE) {
  return infiniteQueryOptions({
    queryKey: [...PEOPLE, role, 'search', q, limit],
    queryFn: ({ pageParam, signal }) => {
      const query: Query = { limit };
      if (q !== '') query.q = Array.from(q).slice(0, LONGEST).join('');
      if (pageParam !== null) query.cursor = pageParam;
      return answer(search(api, role, query, signal));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? null,
  });
}

/** People of one role, page by page. */
export function usePeople(role: Role, q: string, isWanted = true, limit = PAGE) {
  return useInfiniteQuery({
    ...peopleQuery(useApi(), role, q, limit),
    select: ({ pages }) => pages.flatMap(({ items }) => items),
    enabled: isWanted,
    placeholderData: keepPreviousData,
  });
}

function search(api: Api, role: Role, query: Query, signal: AbortSignal) {
  const options = { params: { query }, signal };
  return api.GET(`/v1/admin/${role}s`, options);
}

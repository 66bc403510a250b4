import { useQuery } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer, type Api } from '../../../shared/api/client';
import type { Person } from '../../../shared/api/types';
import { personKey } from './keys';
import type { Side } from './types';

/** An account is made within moments of being asked for. */
const MAKING_MS = 5_000;

/** A person; nobody as long as the id is empty. */
export function usePerson(side: Side, id: string) {
  const api = useApi();
  return useQuery({
    queryKey: personKey(side, id),
    queryFn: ({ signal }) => answer(see(api, side, id, signal)),
    enabled: id !== '',
    refetchInterval: ({ state }) => isBeingMade(state.data) && MAKING_MS,
  });
}

function isBeingMade(person?: Person): boolean {
  return person?.account === 'pending' && person.accountProblem === undefined;
}

function see(api: Api, side: Side, id: string, signal: AbortSignal) {
  const options = { params: { path: { id } }, signal };
  return side === 'provider'
    ? api.GET('/v1/admin/providers/{id}', options)
    : api.GET('/v1/admin/members/{id}', options);
}

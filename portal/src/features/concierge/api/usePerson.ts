import { useQuery } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer, type Api } from '../../../shared/api/client';
import type { Person, Role } from '../../../shared/api/types';
import { personKey } from './keys';

/** An account is made within moments of being asked for. */
const MAKING_MS = 5_000;

/** A person; nobody as long as the id is empty. */
export function usePerson(role: Role, id: string) {
  const api = useApi();
  return useQuery({
    queryKey: personKey(role, id),
    queryFn: ({ signal }) => answer(see(api, role, id, signal)),
    enabled: id !== '',
    refetchInterval: ({ state }) => isBeingMade(state.data) && MAKING_MS,
  });
}

function isBeingMade(person?: Person): boolean {
  return person?.account === 'pending' && person.accountProblem === undefined;
}

function see(api: Api, role: Role, id: string, signal: AbortSignal) {
  const options = { params: { path: { id } }, signal };
  return api.GET(`/v1/admin/${role}s/{id}`, options);
}

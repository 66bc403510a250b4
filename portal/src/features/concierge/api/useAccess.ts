import { useQueryClient } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer, type Api } from '../../../shared/api/client';
import type { Person, Role } from '../../../shared/api/types';
import { useChange } from '../../../shared/api/useChange';
import { useKey } from '../../../shared/api/useKey';
import { BOOKINGS } from '../../../shared/bookings/key';
import { PEOPLE, personKey } from './keys';

/** Ends a person's access; the answer has the sessions that are still booked (A5). */
export function useDeactivate(role: Role, { id }: Person) {
  const api = useApi();
  const queries = useQueryClient();
  const { keyFor, done, failed } = useKey();
  return useChange({
    says: ({ name }) => ({ what: 'deactivated', name }),
    mutationFn: () => answer(deactivate(api, role, id, keyFor(id))),
    onSuccess: () => {
      done();
      // Their sessions that were running have ended.
      void queries.invalidateQueries({ queryKey: BOOKINGS });
      return queries.invalidateQueries({ queryKey: PEOPLE });
    },
    onError: failed,
  });
}

/** Gives a person's access back. */
export function useActivate(role: Role, { id }: Person) {
  const api = useApi();
  const queries = useQueryClient();
  const { keyFor, done, failed } = useKey();
  return useChange({
    says: ({ name }) => ({ what: 'activated', name }),
    mutationFn: () => answer(activate(api, role, id, keyFor(id))),
    onSuccess: (person) => {
      done();
      queries.setQueryData(personKey(role, id), person);
      void queries.invalidateQueries({ queryKey: PEOPLE });
    },
    onError: failed,
  });
}

function deactivate(api: Api, role: Role, id: string, key: string) {
  const options = { params: { path: { id }, header: { 'Idempotency-Key': key } } };
  return api.POST(`/v1/admin/${role}s/{id}/deactivate`, options);
}

function activate(api: Api, role: Role, id: string, key: string) {
  const options = { params: { path: { id }, header: { 'Idempotency-Key': key } } };
  return api.POST(`/v1/admin/${role}s/{id}/activate`, options);
}

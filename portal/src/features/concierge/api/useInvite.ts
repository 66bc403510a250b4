import { useQueryClient } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer } from '../../../shared/api/client';
import type { Person, Role } from '../../../shared/api/types';
import { useChange } from '../../../shared/api/useChange';
import { useKey } from '../../../shared/api/useKey';
import { personKey } from './keys';

/** Invites a person to sign in, once, however often it is tried; an earlier invitation is void then (A5). */
export function useInvite(role: Role, { id }: Person) {
  const api = useApi();
  const queries = useQueryClient();
  const { keyFor, done, failed } = useKey();
  const read = () => void queries.invalidateQueries({ queryKey: personKey(role, id) });
  return useChange({
    says: ({ name }) => ({ what: 'invited', name }),
    mutationFn: () => {
      const params = { path: { id }, header: { 'Idempotency-Key': keyFor(id) } };
      return answer(api.POST(`/v1/admin/${role}s/{id}/invite`, { params }));
    },
    onSuccess: (person) => {
      done();
      queries.setQueryData(personKey(role, id), person);
      read();
    },
    // Who has signed in meanwhile is shown as they are now.
    onError: (error) => {
      failed(error);
      read();
    },
  });
}

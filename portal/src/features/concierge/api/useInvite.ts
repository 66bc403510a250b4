import { useQueryClient } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer } from '../../../shared/api/client';
import type { Person } from '../../../shared/api/types';
import { useChange } from '../../../shared/api/useChange';
import { useKey } from '../../../shared/api/useKey';
import { personKey } from './keys';
import type { Side } from './types';

/** Invites a person to sign in, once, however often it is tried; an earlier invitation is void then (A5). */
export function useInvite(side: Side, { id }: Person) {
  const api = useApi();
  const queries = useQueryClient();
  const { keyFor, done, failed } = useKey();
  const read = () => void queries.invalidateQueries({ queryKey: personKey(side, id) });
  return useChange({
    says: ({ name }) => ({ what: 'invited', name }),
    mutationFn: () => {
      const params = { path: { id }, header: { 'Idempotency-Key': keyFor(id) } };
      return answer(
        side === 'provider'
          ? api.POST('/v1/admin/providers/{id}/invite', { params })
          : api.POST('/v1/admin/members/{id}/invite', { params }),
      );
    },
    onSuccess: (person) => {
      done();
      queries.setQueryData(personKey(side, id), person);
      read();
    },
    // Who has signed in meanwhile is shown as they are now.
    onError: (error) => {
      failed(error);
      read();
    },
  });
}

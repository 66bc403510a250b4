import { useQueryClient } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer } from '../../../shared/api/client';
import type { Person } from '../../../shared/api/types';
import { useChange } from '../../../shared/api/useChange';
import { PEOPLE, personKey } from './keys';
import type { Side } from './types';

/** Lets mail go to an address again: it is given once more as it is. */
export function useClearMailProblem(side: Side, { id, version, email }: Person) {
  const api = useApi();
  const queries = useQueryClient();
  return useChange({
    says: () => ({ what: 'mail' }),
    mutationFn: () => {
      const params = { path: { id }, header: { 'If-Match': `"${version}"` } };
      const options = { params, body: { email } };
      return answer(
        side === 'provider'
          ? api.PATCH('/v1/admin/providers/{id}', options)
          : api.PATCH('/v1/admin/members/{id}', options),
      );
    },
    onSuccess: (person) => {
      queries.setQueryData(personKey(side, id), person);
      void queries.invalidateQueries({ queryKey: [...PEOPLE, side, 'search'] });
    },
    onError: () => void queries.invalidateQueries({ queryKey: personKey(side, id) }),
  });
}

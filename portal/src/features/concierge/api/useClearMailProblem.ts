import { useQueryClient } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer } from '../../../shared/api/client';
import type { Person, Role } from '../../../shared/api/types';
import { useChange } from '../../../shared/api/useChange';
import { PEOPLE, personKey } from './keys';

/** Lets mail go to an address again: it is given once more as it is. */
export function useClearMailProblem(role: Role, { id, version, email }: Person) {
  const api = useApi();
  const queries = useQueryClient();
  return useChange({
    says: () => ({ what: 'mail' }),
    mutationFn: () => {
      const params = { path: { id }, header: { 'If-Match': `"${version}"` } };
      const options = { params, body: { email } };
      return answer(api.PATCH(`/v1/admin/${role}s/{id}`, options));
    },
    onSuccess: (person) => {
      queries.setQueryData(personKey(role, id), person);
      void queries.invalidateQueries({ queryKey: [...PEOPLE, role, 'search'] });
    },
    onError: () => void queries.invalidateQueries({ queryKey: personKey(role, id) }),
  });
}

import { useQueryClient } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer } from '../../../shared/api/client';
import { useChange } from '../../../shared/api/useChange';
import { useKey } from '../../../shared/api/useKey';
import { personKey } from './keys';

/** Sends a member the emails of their sessions to come, once, however often it is tried. */
export function useSendLinks(id: string) {
  const api = useApi();
  const queries = useQueryClient();
  const { keyFor, done, failed } = useKey();
  return useChange({
    // It is said in the place of the offer, with the number of sessions.
    says: null,
    mutationFn: () => {
      const params = { path: { id }, header: { 'Idempotency-Key': keyFor(id) } };
      return answer(api.POST('/v1/admin/members/{id}/send-links', { params }));
    },
    onSuccess: () => {
      done();
      void queries.invalidateQueries({ queryKey: personKey('member', id) });
    },
    onError: failed,
  });
}

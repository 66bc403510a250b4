import { useQueryClient } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer } from '../../../shared/api/client';
import { useChange } from '../../../shared/api/useChange';
import { useKey } from '../../../shared/api/useKey';
import { bookingKey, DELIVERIES } from './keys';
import type { Delivery } from './types';

/** Takes a message off the lists, unsent, for a reason. */
export function useDismiss({ id, bookingId }: Delivery) {
  const api = useApi();
  const queries = useQueryClient();
  const { keyFor, done, failed } = useKey();
  return useChange({
    says: () => ({ what: 'dismissed' }),
    mutationFn: (reason: string) => {
      const params = { path: { id }, header: { 'Idempotency-Key': keyFor([id, reason]) } };
      return answer(api.POST('/v1/admin/deliveries/{id}/dismiss', { params, body: { reason } }));
    },
    onSuccess: done,
    onError: failed,
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: DELIVERIES });
      if (bookingId) void queries.invalidateQueries({ queryKey: bookingKey(bookingId) });
    },
  });
}

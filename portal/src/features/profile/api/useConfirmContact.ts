import { useQueryClient } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer } from '../../../shared/api/client';
import type { Channel } from '../../../shared/api/types';
import { useChange } from '../../../shared/api/useChange';
import { useKey } from '../../../shared/api/useKey';
import { PROFILE } from '../../../shared/me/useProfile';

/** Confirms one's own new address or number by the code that was sent there. */
export function useConfirmContact(channel: Channel) {
  const api = useApi();
  const queries = useQueryClient();
  const { keyFor, done, failed } = useKey();
  return useChange({
    says: () => ({ what: 'contact' }),
    mutationFn: (code: string) => {
      const body = { channel, code };
      const params = { header: { 'Idempotency-Key': keyFor(body) } };
      return answer(api.POST('/v1/me/contact/confirm', { params, body }));
    },
    onSuccess: (profile) => {
      done();
      queries.setQueryData(PROFILE, profile);
    },
    onError: (error) => {
      failed(error);
      // A wrong code is counted, and makes another version of the profile.
      void queries.invalidateQueries({ queryKey: PROFILE });
    },
  });
}

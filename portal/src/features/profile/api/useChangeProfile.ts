import { useQueryClient } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer } from '../../../shared/api/client';
import type { Person } from '../../../shared/api/types';
import { useChange } from '../../../shared/api/useChange';
import { PROFILE } from '../../../shared/me/useProfile';

/** What of a profile a person changes themselves. */
export type Changes = Partial<
  Pick<Person, 'name' | 'email' | 'timeZone' | 'language' | 'reminders'> & { phone: string | null }
>;

/** Changes one's profile, as it was at a version. A code is sent to another address or number. */
export function useChangeProfile() {
  const api = useApi();
  const queries = useQueryClient();
  return useChange({
    says: ({ pendingContact }, { changes }) => {
      const name = [
        changes.email && pendingContact?.email,
        changes.phone && pendingContact?.phone,
      ].filter((to) => to);
      return name.length > 0 ? { what: 'codeSent', name: name.join(', ') } : { what: 'profile' };
    },
    mutationFn: ({ changes, version }: { changes: Changes; version: number }) => {
      const params = { header: { 'If-Match': `"${version}"` } };
      return answer(api.PATCH('/v1/me', { params, body: changes }));
    },
    onSuccess: (profile) => queries.setQueryData(PROFILE, profile),
  });
}

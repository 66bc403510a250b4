import { useQueryClient } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer } from '../../../shared/api/client';
import type { Person } from '../../../shared/api/types';
import { useChange } from '../../../shared/api/useChange';
import { PROFILE } from '../../../shared/me/useProfile';

/** What of a profile a person changes themselves. */
export type Changes = Pick<Person, 'name' | 'timeZone' | 'language' | 'reminders'> & {
  phone: string | null;
};

/** Changes one's profile, as it was at a version. */
export function useChangeProfile() {
  const api = useApi();
  const queries = useQueryClient();
  return useChange({
    says: () => ({ what: 'profile' }),
    mutationFn: ({ changes, version }: { changes: Changes; version: number }) => {
      const params = { header: { 'If-Match': `"${version}"` } };
      return answer(api.PATCH('/v1/me', { params, body: changes }));
    },
    onSuccess: (profile) => queries.setQueryData(PROFILE, profile),
  });
}

import { useQuery } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer } from '../../../shared/api/client';
import type { MetMember } from '../../../shared/api/types';

/** A member that the provider has had a session with. */
export interface MyMember extends MetMember {
  /** The zone of their clock, as their last session names it; unknown if that is long ago. */
  timeZone?: string;
}

/** The members that the provider has had sessions with: those to whom a follow-up can be proposed. */
export function useMembers() {
  const api = useApi();
  return useQuery({
    queryKey: ['me', 'members'],
    queryFn: async ({ signal }): Promise<MyMember[]> => {
      const past = { query: { view: 'past', limit: 100 } } as const;
      const [met, bookings] = await Promise.all([
        answer(api.GET('/v1/me/members', { params: { query: { limit: 100 } }, signal })),
        answer(api.GET('/v1/bookings', { params: past, signal })),
      ]);
      // The latest comes first.
      const parties = bookings.items.map(({ member }) => member);
      return met.items.map((member) => {
        const party = parties.find(({ id }) => id === member.id);
        return { ...member, ...(party ? { timeZone: party.timeZone } : {}) };
      });
    },
  });
}

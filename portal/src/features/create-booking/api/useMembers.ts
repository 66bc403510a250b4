import { useQuery } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer, type Api } from '../../../shared/api/client';
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
        everyMember(api, signal),
        answer(api.GET('/v1/bookings', { params: past, signal })),
      ]);
      // The latest comes first.
      const parties = bookings.items.map(({ member }) => member);
      return met.map((member) => {
        const party = parties.find(({ id }) => id === member.id);
        return { ...member, ...(party ? { timeZone: party.timeZone } : {}) };
      });
    },
  });
}

/** All pages of the list: none of a provider's members is left out. */
async function everyMember(api: Api, signal: AbortSignal): Promise<MetMember[]> {
  const members: MetMember[] = [];
  let cursor: string | null | undefined;
  do {
    const query = { limit: 100, ...(cursor ? { cursor } : {}) };
    const page = await answer(api.GET('/v1/me/members', { params: { query }, signal }));
    members.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return members;
}

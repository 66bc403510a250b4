import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer, type Api } from '../../../shared/api/client';
import type { Booking, Person } from '../../../shared/api/types';
import { BOOKINGS } from '../../../shared/bookings/key';
import { isAhead } from '../../../shared/bookings/allowed';
import { serverNow } from '../../../shared/time/now';
import { ROLES, SIDES, type Role, type Side } from '../api/types';
import { peopleQuery, usePeople } from '../api/usePeople';
import { bookingPath, bookPath, personPath } from '../paths';
import { byId, type Found } from './ids';

/** One thing that was found, and where it leads. */
export type Hit =
  | { kind: 'id'; path: string; found: Found }
  | { kind: 'person'; path: string; bookPath: string | null; role: Role; person: Person }
  | { kind: 'session'; path: string; booking: Booking };

/** Of each role so many are shown; who is not among them takes another word. */
const MOST_PEOPLE = 5;

/** Sessions are shown of no more people than this, and so many of each. */
const MOST_WITH_SESSIONS = 3;
const SESSIONS_EACH = 2;

/** A session that runs may have begun this long ago. */
const LONGEST_MS = 3 * 3600_000;

/** Everything that a search finds: by an id its page, by other words people and their sessions to come. */
export function useSearch(q: string) {
  const found = byId(q);
  const isWanted = q !== '' && !found;
  // One hook for each role, in an order that never changes.
  const member = usePeople('member', q, isWanted);
  const provider = usePeople('provider', q, isWanted);
  const concierge = usePeople('concierge', q, isWanted);
  const reads = { member, provider, concierge };
  const people = (role: Role) => (isWanted ? (reads[role].data ?? []) : []).slice(0, MOST_PEOPLE);
  const sides = SIDES.flatMap((side) => people(side).map(({ id }) => ({ side, id })));
  const isCurrent = ROLES.every((role) => !reads[role].isPlaceholderData && !reads[role].isPending);
  const sessions = useSessionsOf(isCurrent && sides.length <= MOST_WITH_SESSIONS ? sides : []);
  const hits: Hit[] = [
    ...(found ? [{ kind: 'id' as const, path: found.path, found }] : []),
    ...ROLES.flatMap((role) => people(role).map((person) => personHit(role, person))),
    ...sessions.map((booking) => ({
      kind: 'session' as const,
      path: bookingPath(booking.id),
      booking,
    })),
  ];
  const failed = ROLES.map((role) => reads[role]).find(({ error }) => error !== null);
  return {
    hits,
    isCurrent: found !== null || isCurrent,
    error: isWanted ? (failed?.error ?? null) : null,
    retry: () => void Promise.all(ROLES.map((role) => reads[role].refetch())),
  };
}

/** What an answer that is still on its way will find, if only one thing can be meant. */
export function useTheOnly() {
  const api = useApi();
  const queries = useQueryClient();
  return async (q: string): Promise<Hit | null> => {
    const found = byId(q);
    if (found) return { kind: 'id', path: found.path, found };
    const lists = await Promise.all(
      ROLES.map(async (role) => {
        const { pages } = await queries.infiniteQuery(peopleQuery(api, role, q));
        return pages.flatMap(({ items }) => items.map((person) => personHit(role, person)));
      }),
    );
    const [only, ...others] = lists.flat();
    return only && others.length === 0 ? only : null;
  };
}

function personHit(role: Role, person: Person): Hit {
  const { id } = person;
  const canBeBooked = role !== 'concierge';
  return {
    kind: 'person',
    path: personPath(role, id),
    bookPath: canBeBooked ? bookPath(role, id) : null,
    role,
    person,
  };
}

/** The next sessions of a few people, each once, the soonest first. */
function useSessionsOf(people: { side: Side; id: string }[]): Booking[] {
  const api = useApi();
  const [from] = useState(() => new Date(serverNow() - LONGEST_MS).toISOString());
  const lists = useQueries({
    queries: people.map(({ side, id }) => ({
      queryKey: [...BOOKINGS, 'next', side, id],
      queryFn: ({ signal }: { signal: AbortSignal }) => next(api, side, id, from, signal),
    })),
  });
  const ahead = lists.flatMap(({ data }) => data ?? []);
  const each = new Map(ahead.map((booking) => [booking.id, booking]));
  return [...each.values()].sort((a, b) => a.startsAt.localeCompare(b.startsAt));
}

async function next(api: Api, side: Side, id: string, from: string, signal: AbortSignal) {
  const query = { [`${side}Id`]: id, from, limit: 20 };
  const { items } = await answer(api.GET('/v1/admin/bookings', { params: { query }, signal }));
  return items.filter(({ status }) => isAhead(status)).slice(0, SESSIONS_EACH);
}

import { useQuery } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer } from '../../../shared/api/client';
import { everyWord } from '../../../shared/api/everyWord';
import type { Booking, View } from '../../../shared/api/types';
import { BOOKINGS } from '../../../shared/bookings/key';

const VIEWS = everyWord<View>({ upcoming: true, past: true, pending: true });

/** Somebody a member has, had or was offered a session with. */
export interface MyProvider {
  id: string;
  name: string;
  /** How long their session was that comes first. */
  durationMinutes: number;
  /** The zone of their clock; unknown before the first booking with them. */
  timeZone?: string;
}

/** The member's own providers: those of their bookings, the nearest session first. */
export function useMyProviders() {
  const api = useApi();
  return useQuery({
    queryKey: [...BOOKINGS, 'providers'],
    queryFn: async ({ signal }) => {
      const lists = await Promise.all(
        VIEWS.map((view) => {
          const params = { query: { view, limit: 100 } };
          return answer(api.GET('/v1/bookings', { params, signal }));
        }),
      );
      return providersOf(lists.flatMap(({ items }) => items));
    },
    staleTime: 60_000,
  });
}

/** Each provider once, as their first booking names them. */
export function providersOf(bookings: Booking[]): MyProvider[] {
  const known = new Map<string, MyProvider>();
  for (const { provider, durationMinutes } of bookings) {
    const { id } = provider;
    if (!known.has(id)) known.set(id, { ...provider, durationMinutes });
  }
  return [...known.values()];
}

import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer, type Api } from '../../../shared/api/client';
import { everyWord } from '../../../shared/api/everyWord';
import type { Booking, View } from '../../../shared/api/types';
import { BOOKINGS } from '../../../shared/bookings/key';
import { polling } from '../../../shared/time/backOff';

const VIEWS = everyWord<View>({ pending: true, upcoming: true, past: true });

/** The most of a page. */
const LIMIT = 100;

const PERIOD_MS = 30_000;

/** The provider's bookings that start within a range, of all three lists. */
export function useCalendar(from: string, to: string) {
  const api = useApi();
  return useQuery({
    queryKey: [...BOOKINGS, 'calendar', from, to],
    queryFn: async ({ signal }) => {
      const lists = await Promise.all(VIEWS.map((view) => readList(api, view, from, to, signal)));
      const within = ({ startsAt }: Booking) =>
        Date.parse(startsAt) >= Date.parse(from) && Date.parse(startsAt) < Date.parse(to);
      return lists.flat().filter(within);
    },
    placeholderData: keepPreviousData,
    refetchInterval: polling(PERIOD_MS),
    retry: false,
  });
}

/** Reads a list as far as it can have something of the range: the past goes backwards, the others forwards. */
async function readList(api: Api, view: View, from: string, to: string, signal: AbortSignal) {
  const found: Booking[] = [];
  let cursor: string | null = null;
  for (;;) {
    const query = { view, limit: LIMIT, ...(cursor === null ? {} : { cursor }) };
    const page: { items: Booking[]; nextCursor: string | null } = await answer(
      api.GET('/v1/bookings', { params: { query }, signal }),
    );
    found.push(...page.items);
    cursor = page.nextCursor;
    const last = Date.parse(page.items.at(-1)?.startsAt ?? from);
    const isPassed = view === 'past' ? last < Date.parse(from) : last >= Date.parse(to);
    if (cursor === null || isPassed) return found;
  }
}

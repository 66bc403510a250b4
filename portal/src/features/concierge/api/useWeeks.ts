import { useQueries } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer } from '../../../shared/api/client';
import type { Booking, Person, Schedule } from '../../../shared/api/types';
import { BOOKINGS } from '../../../shared/bookings/key';
import { hoursKey, readSchedule } from '../../../shared/schedule/useSchedule';
import { polling } from '../../../shared/time/backOff';
import { turns } from './turns';

/** What a provider has in a week; what is not known yet is undefined. */
export interface TheirWeek {
  provider: Person;
  schedule: Schedule | null | undefined;
  /** The soonest first. */
  bookings: Booking[] | undefined;
  /** Whether there are more bookings than those. */
  hasMore: boolean;
  error: unknown;
  refetch: () => unknown;
}

/** What starts in a week, as instants. */
export interface Range {
  from: string;
  to: string;
}

/** A busy week has fewer bookings than one answer can have. */
const MOST = 100;
/** Of a whole page of providers, every answer is asked for anew. */
const PERIOD_MS = 60_000;
/** Of more providers, the later ones are read when the page is looked at again. */
const MOST_POLLED = 30;
/** Hours change seldom. */
const HOURS_MS = 5 * 60_000;

/** A page of providers takes two calls each: they leave room for what else is asked. */
const inTurn = turns(4);

/** The week of each provider: a call for their bookings, and one for their hours. */
export function useWeeks(providers: readonly Person[], { from, to }: Range): TheirWeek[] {
  const api = useApi();
  const bookings = useQueries({
    queries: providers.map(({ id }, index) => ({
      queryKey: [...BOOKINGS, 'week', id, from, to],
      queryFn: ({ signal }: { signal: AbortSignal }) => {
        const query = { providerId: id, from, to, limit: MOST };
        return inTurn(() => answer(api.GET('/v1/admin/bookings', { params: { query }, signal })));
      },
      refetchInterval: index < MOST_POLLED && polling(PERIOD_MS),
      retry: false,
    })),
  });
  const schedules = useQueries({
    queries: providers.map(({ id }) => ({
      queryKey: hoursKey({ providerId: id }),
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        inTurn(() => readSchedule(api, { providerId: id }, signal)),
      staleTime: HOURS_MS,
    })),
  });
  return providers.map((provider, index) => {
    const [booked, hours] = [bookings[index], schedules[index]];
    return {
      provider,
      schedule: hours?.data?.schedule,
      bookings: booked?.data?.items,
      hasMore: Boolean(booked?.data?.nextCursor),
      error: booked?.error ?? hours?.error,
      refetch: () => Promise.all([booked?.refetch(), hours?.refetch()]),
    };
  });
}

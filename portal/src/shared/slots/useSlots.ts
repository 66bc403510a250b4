import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { use } from 'react';

import { useApi } from '../api/ApiProvider';
import { answer } from '../api/client';
import { serverNow } from '../time/now';
import { SlotsOf } from './calls';

/** How many days are asked for at once. */
export const SPAN_DAYS = 14;

const DAY_MS = 24 * 3600_000;
const MINUTE_MS = 60_000;

/** The open slots of a provider in a fortnight: the first from now on, the second after it, … */
export function useSlots(providerId: string, durationMinutes: number, fortnight: number) {
  const api = useApi();
  const slotsOf = use(SlotsOf);
  return useQuery({
    queryKey: ['slots', providerId, durationMinutes, fortnight],
    queryFn: async ({ signal }) => {
      const from = Math.ceil(serverNow() / MINUTE_MS) * MINUTE_MS + fortnight * SPAN_DAYS * DAY_MS;
      const asked = {
        from: new Date(from).toISOString(),
        to: new Date(from + SPAN_DAYS * DAY_MS).toISOString(),
        durationMinutes,
      };
      const page = await answer(slotsOf(api, providerId, asked, signal));
      return page.items;
    },
    enabled: providerId !== '',
    // Others book and change schedules: what was read before is shown only until it is read anew.
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
}

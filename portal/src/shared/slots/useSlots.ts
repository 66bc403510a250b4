import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { use } from 'react';

import { useApi } from '../api/ApiProvider';
import { answer } from '../api/client';
import { serverNow } from '../time/now';
import { SlotsOf } from './calls';
import { boundsOf, type Span } from './span';

/** The open slots of a provider that start within a span and are still ahead. */
export function useSlots(providerId: string, durationMinutes: number, span: Span) {
  const api = useApi();
  const slotsOf = use(SlotsOf);
  return useQuery({
    queryKey: ['slots', providerId, durationMinutes, span],
    queryFn: async ({ signal }) => {
      const asked = { ...boundsOf(span, serverNow()), durationMinutes };
      const page = await answer(slotsOf(api, providerId, asked, signal));
      return page.items;
    },
    enabled: providerId !== '',
    // Others book and change schedules: what was read before is shown only until it is read anew.
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
}

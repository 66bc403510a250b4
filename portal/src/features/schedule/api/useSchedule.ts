import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer } from '../../../shared/api/client';
import { ApiError } from '../../../shared/api/problem';
import type { Schedule } from '../../../shared/api/types';

const SCHEDULE = ['me', 'schedule'];

/** A schedule and the version it was read at; neither if there is none yet. */
export interface Kept {
  schedule: Schedule | null;
  etag: string | null;
}

/** One's own schedule. */
export function useSchedule() {
  const api = useApi();
  return useQuery({
    queryKey: SCHEDULE,
    queryFn: async ({ signal }): Promise<Kept> => {
      const call = api.GET('/v1/me/schedule', { signal });
      try {
        const schedule = await answer<Schedule>(call);
        return { schedule, etag: (await call).response.headers.get('etag') };
      } catch (error) {
        if (error instanceof ApiError && error.status === 404)
          return { schedule: null, etag: null };
        throw error;
      }
    },
    // What is being edited must not be read anew under one's hands.
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

/** Replaces one's own schedule as it was when it was read. */
export function useReplaceSchedule() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ schedule, etag }: { schedule: Schedule; etag: string | null }) => {
      const params = { header: etag === null ? {} : { 'If-Match': etag } };
      const call = api.PUT('/v1/me/schedule', { params, body: schedule });
      const kept = await answer<Schedule>(call);
      return { schedule: kept, etag: (await call).response.headers.get('etag') };
    },
    onSuccess: async (kept) => {
      queries.setQueryData(SCHEDULE, kept);
      await queries.invalidateQueries({ queryKey: ['slots'] });
    },
  });
}

import { useQuery, useQueryClient } from '@tanstack/react-query';

import { useApi } from '../api/ApiProvider';
import { answer, type Api } from '../api/client';
import { ApiError } from '../api/problem';
import type { Schedule } from '../api/types';
import { useChange } from '../api/useChange';

/** A schedule and the version it was read at; neither if there is none yet. */
export interface Kept {
  schedule: Schedule | null;
  etag: string | null;
}

/** Whose schedule: one's own, or that of a provider, for the concierge. */
export type Owner = 'me' | { providerId: string };

/** The key of the hours that are shown beside others' and not edited. */
export const hoursKey = (owner: Owner) => ['schedule', owner, 'hours'];

/** A schedule. */
export function useSchedule(owner: Owner) {
  const api = useApi();
  return useQuery({
    queryKey: ['schedule', owner],
    queryFn: ({ signal }) => readSchedule(api, owner, signal),
    // What is being edited must not be read anew under one's hands.
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

/** Replaces a schedule as it was when it was read. */
export function useReplaceSchedule(owner: Owner) {
  const api = useApi();
  const queries = useQueryClient();
  return useChange({
    says: () => ({ what: 'schedule' }),
    mutationFn: async ({ schedule, etag }: { schedule: Schedule; etag: string | null }) => {
      const call = replace(api, owner, schedule, etag === null ? {} : { 'If-Match': etag });
      const kept = await answer(call);
      return { schedule: kept, etag: (await call).response.headers.get('etag') };
    },
    onSuccess: (kept) => {
      queries.setQueryData(['schedule', owner], kept);
      void queries.invalidateQueries({ queryKey: ['slots'] });
      void queries.invalidateQueries({ queryKey: hoursKey(owner) });
    },
  });
}

/** Asks for a schedule. */
export async function readSchedule(api: Api, owner: Owner, signal: AbortSignal): Promise<Kept> {
  const call = read(api, owner, signal);
  try {
    const schedule = await answer(call);
    return { schedule, etag: (await call).response.headers.get('etag') };
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return { schedule: null, etag: null };
    throw error;
  }
}

function read(api: Api, owner: Owner, signal: AbortSignal) {
  if (owner === 'me') return api.GET('/v1/me/schedule', { signal });
  const params = { path: { id: owner.providerId } };
  return api.GET('/v1/admin/providers/{id}/schedule', { params, signal });
}

function replace(api: Api, owner: Owner, body: Schedule, header: { 'If-Match'?: string }) {
  if (owner === 'me') return api.PUT('/v1/me/schedule', { params: { header }, body });
  const params = { path: { id: owner.providerId }, header };
  return api.PUT('/v1/admin/providers/{id}/schedule', { params, body });
}

import { useQuery, useQueryClient } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer, type Answered, type Api } from '../../../shared/api/client';
import type { components } from '../../../shared/api/schema';
import { useChange } from '../../../shared/api/useChange';
import { useKey } from '../../../shared/api/useKey';
import { polling } from '../../../shared/time/backOff';

type Schemas = components['schemas'];

/** What was done in a phone session, with what is needed to do it. */
export type Panel = Schemas['PhonePanel'];

/** A step of a phone session. */
export type Step =
  | { do: 'start' }
  | { do: 'intro'; via: Schemas['IntroductionVia'] }
  | { do: 'attempts'; outcome: Schemas['CallOutcome'] }
  | { do: 'end' };

/** A booking of one's own, always fresh. */
export function useBooking(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['booking', id],
    queryFn: ({ signal }) =>
      answer(api.GET('/v1/bookings/{id}', { params: { path: { id } }, signal })),
    refetchInterval: polling(15_000),
    retry: false,
  });
}

/** The number and the steps of a phone session. */
export function usePanel(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['phone', id],
    queryFn: ({ signal }) =>
      answer(api.GET('/v1/bookings/{id}/session/phone', { params: { path: { id } }, signal })),
    refetchInterval: polling(15_000),
    retry: false,
  });
}

/** Does a step, once, however often it is tried. */
export function useStep(id: string) {
  const api = useApi();
  const queries = useQueryClient();
  const { keyFor, done, failed } = useKey();
  return useChange({
    says: (_, step) => (step.do === 'start' ? { what: 'start' } : null),
    mutationFn: (step: Step) =>
      answer(call(api, step, { path: { id }, header: { 'Idempotency-Key': keyFor(step) } })),
    onSuccess: done,
    onError: failed,
    onSettled: () => {
      for (const queryKey of [['booking', id], ['phone', id], ['bookings']])
        void queries.invalidateQueries({ queryKey });
    },
  });
}

interface Parameters {
  path: { id: string };
  header: { 'Idempotency-Key': string };
}

function call(api: Api, step: Step, params: Parameters): Promise<Answered<unknown>> {
  switch (step.do) {
    case 'start':
      return api.POST('/v1/bookings/{id}/session/start', { params });
    case 'intro':
      return api.POST('/v1/bookings/{id}/session/intro', { params, body: { via: step.via } });
    case 'attempts':
      return api.POST('/v1/bookings/{id}/session/attempts', {
        params,
        body: { outcome: step.outcome },
      });
    case 'end':
      return api.POST('/v1/bookings/{id}/session/end', { params });
  }
}

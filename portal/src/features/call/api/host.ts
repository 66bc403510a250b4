/** What a provider's call page asks of the API. */
import { answer, type Api } from '../../../shared/api/client';
import { ApiError } from '../../../shared/api/problem';
import type { components } from '../../../shared/api/schema';
import type { Booking } from '../../../shared/api/types';
import type { Entrance } from '../meeting/entrance';
import type { Report } from './member';

/** How things stand for the provider. */
export type HostAnswer = components['schemas']['HostAnswer'];

export interface HostSide {
  see: (signal: AbortSignal) => Promise<Booking>;
  /** Starts the session or goes on with it; a meeting that is gone is replaced. */
  start: () => Promise<Entrance>;
  report: (report: Report) => Promise<HostAnswer>;
  end: () => Promise<Booking>;
  switchToPhone: () => Promise<Booking>;
}

/** Of the provider of a booking. */
export function hostSide(api: Api, id: string): HostSide {
  const params = { path: { id } };
  return {
    see: (signal) => answer(api.GET('/v1/bookings/{id}', { params, signal })),
    start: async () => {
      const started = await answer(api.POST('/v1/bookings/{id}/session/start', { params }));
      // It goes on by telephone by now.
      if ('phone' in started) throw new ApiError('wrong_state', 409);
      return started;
    },
    report: async (body) => {
      const options = { params, body, keepalive: true };
      const told = await answer(api.POST('/v1/bookings/{id}/session/presence', options));
      if ('state' in told) throw new ApiError('forbidden', 403);
      return told;
    },
    end: () => answer(api.POST('/v1/bookings/{id}/session/end', { params })),
    switchToPhone: () => answer(api.POST('/v1/bookings/{id}/session/switch-to-phone', { params })),
  };
}

/** What a provider's call page asks of the API. */
import { answer, type Api } from '../../../shared/api/client';
import type { Booking } from '../../../shared/api/types';
import type { Entrance } from '../meeting/entrance';
import type { Report } from './member';

/** How things stand for the provider. */
export interface HostAnswer {
  memberWaiting: boolean;
  memberPresent: boolean;
  hostPresent: boolean;
  nextReportMs: number;
}

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
    start: () => answer(api.POST('/v1/bookings/{id}/session/start', { params })),
    report: (body) =>
      answer(api.POST('/v1/bookings/{id}/session/presence', { params, body, keepalive: true })),
    end: () => answer(api.POST('/v1/bookings/{id}/session/end', { params })),
    switchToPhone: () => answer(api.POST('/v1/bookings/{id}/session/switch-to-phone', { params })),
  };
}

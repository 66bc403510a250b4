/** What a member's page asks of the API: for somebody who is signed in, or for a link. */
import { answer, type Api } from '../../../shared/api/client';
import type { Booking } from '../../../shared/api/types';
import type { Entrance } from '../meeting/entrance';

/** What a member finds who asks to come in. */
export type JoinAnswer =
  | { state: 'waiting'; hostLate: boolean; hostLateMinutes: number; retryAfterMs: number }
  | ({ state: 'admitted' } & Entrance)
  | { state: 'ended' | 'cancelled' | 'phone' };

/** How things stand for a member who is in. */
export interface MemberAnswer {
  state: 'admitted' | 'waiting' | 'ended' | 'cancelled' | 'phone';
  nextReportMs: number;
}

/** What a client says of itself. */
export interface Report {
  state: 'joined' | 'alive' | 'left';
  generation: number;
}

/** A member's own endpoints, whichever way they came. */
export interface MemberSide {
  see: (signal: AbortSignal) => Promise<Booking>;
  join: (signal: AbortSignal) => Promise<JoinAnswer>;
  report: (report: Report) => Promise<MemberAnswer>;
}

/** Reports are sent although the page is being closed. */
const keepalive = true;

/** Of a member who is signed in, for one of their bookings. */
export function signedIn(api: Api, id: string): MemberSide {
  const params = { path: { id } };
  return {
    see: (signal) => answer(api.GET('/v1/bookings/{id}', { params, signal })),
    join: (signal) => answer(api.POST('/v1/bookings/{id}/session/join', { params, signal })),
    report: (body) =>
      answer(api.POST('/v1/bookings/{id}/session/presence', { params, body, keepalive })),
  };
}

/** Of whoever holds a link, for its booking. */
export function byLink(api: Api): MemberSide {
  return {
    see: (signal) => answer(api.GET('/v1/visit', { signal })),
    join: (signal) => answer(api.POST('/v1/visit/join', { signal })),
    report: (body) => answer(api.POST('/v1/visit/presence', { body, keepalive })),
  };
}

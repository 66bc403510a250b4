/** What a member's page asks of the API: for somebody who is signed in, or for a link. */
import { answer, type Api } from '../../../shared/api/client';
import { ApiError } from '../../../shared/api/problem';
import type { components } from '../../../shared/api/schema';
import type { Booking } from '../../../shared/api/types';

type Schemas = components['schemas'];

/** What a member finds who asks to come in. */
export type JoinAnswer = Schemas['JoinAnswer'];

/** How things stand for a member who is in. */
export type MemberAnswer = Schemas['MemberAnswer'];

/** What a client says of itself. */
export type Report = Schemas['PresenceBody'];

/** A member's own endpoints, whichever way they came. */
export interface MemberSide {
  see: (signal: AbortSignal) => Promise<Booking>;
  join: (signal: AbortSignal) => Promise<JoinAnswer>;
  report: (report: Report) => Promise<MemberAnswer>;
  /** The session as a file for a calendar. */
  calendar: () => Promise<Blob>;
}

/** Reports are sent although the page is being closed. */
const keepalive = true;

const asFile = { parseAs: 'blob' } as const;

/** Of a member who is signed in, for one of their bookings. */
export function signedIn(api: Api, id: string): MemberSide {
  const params = { path: { id } };
  return {
    see: (signal) => answer(api.GET('/v1/bookings/{id}', { params, signal })),
    join: (signal) => answer(api.POST('/v1/bookings/{id}/session/join', { params, signal })),
    report: async (body) => {
      const options = { params, body, keepalive };
      const told = await answer(api.POST('/v1/bookings/{id}/session/presence', options));
      if (!('state' in told)) throw new ApiError('forbidden', 403);
      return told;
    },
    calendar: () => answer(api.GET('/v1/bookings/{id}/calendar.ics', { params, ...asFile })),
  };
}

/** Of whoever holds a link, for its booking. */
export function byLink(api: Api): MemberSide {
  return {
    see: (signal) => answer(api.GET('/v1/visit', { signal })),
    join: (signal) => answer(api.POST('/v1/visit/join', { signal })),
    report: (body) => answer(api.POST('/v1/visit/presence', { body, keepalive })),
    calendar: () => answer(api.GET('/v1/visit/calendar.ics', asFile)),
  };
}

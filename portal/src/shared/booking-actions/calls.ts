/** Where changes of a booking are sent: to the endpoints of a session, or to those of a link. */
import { createContext } from 'react';

import type { Answered, Api } from '../api/client';
import type { Booking, RescheduleBody } from '../api/types';

/** What is done to a booking that may be refused. */
export type Action =
  | { do: 'cancel'; body: { reason: string } }
  | { do: 'reschedule'; body: RescheduleBody }
  | { do: 'accept' }
  | { do: 'decline' }
  | { do: 'no-show'; body?: { reason: string } }
  | { do: 'end' };

interface Header {
  'Idempotency-Key': string;
  'If-Match': string;
}

/** Sends an action for the booking of an id. */
export type Calls = (
  api: Api,
  action: Action,
  id: string,
  header: Header,
) => Promise<Answered<Booking>>;

/** For somebody who is signed in. */
const bySession: Calls = (api, action, id, header) => {
  const params = { path: { id }, header };
  switch (action.do) {
    case 'cancel':
      return api.POST('/v1/bookings/{id}/cancel', { params, body: action.body });
    case 'reschedule':
      return api.POST('/v1/bookings/{id}/reschedule', { params, body: action.body });
    case 'accept':
      return api.POST('/v1/bookings/{id}/accept', { params });
    case 'decline':
      return api.POST('/v1/bookings/{id}/decline', { params });
    case 'no-show':
      return api.POST('/v1/bookings/{id}/no-show', {
        params,
        ...(action.body ? { body: action.body } : {}),
      });
    case 'end':
      return api.POST('/v1/bookings/{id}/session/end', { params });
  }
};

/** For the holder of a link, which is for one booking. */
export const byLink: Calls = (api, action, _id, header) => {
  const params = { header };
  switch (action.do) {
    case 'cancel':
      return api.POST('/v1/visit/cancel', { params, body: action.body });
    case 'reschedule':
      return api.POST('/v1/visit/reschedule', { params, body: action.body });
    case 'accept':
      return api.POST('/v1/visit/accept', { params });
    case 'decline':
      return api.POST('/v1/visit/decline', { params });
    default:
      throw new Error(`A link can't ${action.do}.`);
  }
};

/** How the pages below send their changes. */
export const BookingCalls = createContext(bySession);

/** Addresses in the console. */
import type { Side } from './api/types';

export const BOOK = '/concierge/book';

export const QUEUE = '/concierge/queue';

export const bookingPath = (id: string) => `/concierge/bookings/${id}`;

export const peoplePath = (side: Side) => `/concierge/people/${side}s`;

export const addPath = (side: Side) => `${peoplePath(side)}/new`;

export const personPath = (side: Side, id: string) => `${peoplePath(side)}/${id}`;

export const weekPath = (providerId: string) => `${personPath('provider', providerId)}/week`;

export const schedulePath = (providerId: string) =>
  `${personPath('provider', providerId)}/schedule`;

/** To book for somebody who is known. */
export const bookPath = (side: Side, id: string) => `${BOOK}?${side}=${id}`;

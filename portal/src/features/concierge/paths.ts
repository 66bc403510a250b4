/** Addresses in the console. */
import type { Side } from './api/types';

export const QUEUE = '/concierge/queue';

export const bookingPath = (id: string) => `/concierge/bookings/${id}`;

export const personPath = (side: Side, id: string) => `/concierge/people/${side}s/${id}`;

export const weekPath = (providerId: string) => `${personPath('provider', providerId)}/week`;

export const schedulePath = (providerId: string) =>
  `${personPath('provider', providerId)}/schedule`;

/** To book for somebody who is known. */
export const bookPath = (side: Side, id: string) => `/concierge/book?${side}=${id}`;

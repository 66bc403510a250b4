/** Addresses in the console. */
import type { Role, Side } from './api/types';

/** Where the concierge starts. */
export const DESK = '/concierge';

export const BOOK = '/concierge/book';

export const QUEUE = '/concierge/queue';

/** The week of all providers. */
export const WEEK = '/concierge/week';

export const bookingPath = (id: string) => `/concierge/bookings/${id}`;

export const peoplePath = (role: Role) => `/concierge/people/${role}s`;

export const addPath = (role: Role) => `${peoplePath(role)}/new`;

export const personPath = (role: Role, id: string) => `${peoplePath(role)}/${id}`;

export const weekPath = (providerId: string) => `${personPath('provider', providerId)}/week`;

export const schedulePath = (providerId: string) =>
  `${personPath('provider', providerId)}/schedule`;

/** To book for somebody who is known. */
export const bookPath = (side: Side, id: string) => `${BOOK}?${side}=${id}`;

/** To book with a provider at about an instant. */
export const bookNearPath = (providerId: string, near: string) =>
  `${bookPath('provider', providerId)}&near=${near}`;

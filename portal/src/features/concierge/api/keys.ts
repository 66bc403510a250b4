/** Keys in the cache. */
import { BOOKINGS } from '../../../shared/bookings/key';
import type { Role } from './types';

export const DELIVERIES = ['deliveries'];
export const PEOPLE = ['people'];

/** One booking, and what is kept with it; read anew with all bookings. */
export const bookingKey = (id: string) => [...BOOKINGS, 'one', id];

export const personKey = (role: Role, id: string) => [...PEOPLE, role, 'one', id];

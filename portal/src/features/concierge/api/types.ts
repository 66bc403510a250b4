/** The concierge's shapes, with the words of the contract where the client has plain strings. */
import type { Booking, Role } from '../../../shared/api/types';
import type { components } from '../../../shared/api/schema';

type Schemas = components['schemas'];

export const SIDES = ['member', 'provider'] as const;
export type Side = (typeof SIDES)[number];
export type Channel = 'email' | 'sms';
export type Actor = Omit<Schemas['Actor'], 'role'> & { role: Role | 'system' };

export const DELIVERY_STATUSES = ['queued', 'sent', 'failed', 'unknown', 'dropped'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** A message about a booking. */
export type Delivery = Omit<Schemas['Delivery'], 'status' | 'channel' | 'to'> & {
  status: DeliveryStatus;
  channel: Channel;
  to: Side;
};

/** A line of a booking's history. */
export type HistoryEntry = Omit<Schemas['HistoryEntry'], 'by'> & { by: Actor };

export type Attendance = Schemas['Attendance'];
export type Presence = Schemas['Presence'];

/** A booking that needs somebody now. */
export type Attention = Omit<Schemas['Attention'], 'booking'> & { booking: Booking };

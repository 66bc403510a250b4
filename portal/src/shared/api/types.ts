/** The API's shapes, with the words of the contract where the generated client has plain strings. */
import type { components } from './schema';

type Schemas = components['schemas'];

export type Role = 'provider' | 'member' | 'concierge';
export type SessionType = 'video' | 'phone';
export type Status =
  'pending' | 'confirmed' | 'ongoing' | 'completed' | 'cancelled' | 'expired' | 'no_show';
export type View = 'pending' | 'upcoming' | 'past';

/** Whether something may be done now, or from when. */
export interface Allowance {
  allowed: boolean;
  from?: string;
  until?: string;
  /** The code of the error that it would answer now. */
  why?: string;
}

export type ActionName =
  'start' | 'join' | 'reschedule' | 'cancel' | 'accept' | 'decline' | 'noShow' | 'end';

export type Booking = Omit<Schemas['Booking'], 'actions' | 'status' | 'sessionType' | 'noShow'> & {
  status: Status;
  sessionType: SessionType;
  noShow?: 'member' | 'provider' | null;
  actions: Partial<Record<ActionName, Allowance>>;
};

export type Person = Omit<Schemas['Person'], 'reminders'> & { reminders: Record<string, boolean> };
export type Schedule = Schemas['Schedule'];
export type Slot = Schemas['Slot'];

/** A member as one of their providers sees them. */
export type MetMember = Schemas['MetMember'];

/** A booking moved to another time; a provider says that the member knows. */
export type RescheduleBody = Schemas['RescheduleBody'];

/** One page of a list. */
export interface Page<T> {
  items: T[];
  nextCursor?: string | null;
}

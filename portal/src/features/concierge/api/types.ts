/** Short names for the concierge's shapes and words. */
import { everyWord } from '../../../shared/api/everyWord';
import type { Role, Side } from '../../../shared/api/types';
import type { components } from '../../../shared/api/schema';

type Schemas = components['schemas'];

export type { Side };
export const SIDES = everyWord<Side>({ member: true, provider: true });

export type { Role };
export const ROLES = everyWord<Role>({ member: true, provider: true, concierge: true });

/** A message about a booking. */
export type Delivery = Schemas['Delivery'];
export type DeliveryStatus = Schemas['DeliveryStatus'];

/** A line of a booking's history. */
export type HistoryEntry = Schemas['HistoryEntry'];

/** A line of the history of a person and their schedule. */
export type PersonHistoryEntry = Schemas['PersonHistoryEntry'];

/** Whether a person can sign in. */
export type AccountStatus = Schemas['AccountStatusName'];

/** Who did something. */
export type Actor = Schemas['Actor'];

export type Attendance = Schemas['Attendance'];
export type Presence = Schemas['Presence'];

/** A booking that needs somebody now. */
export type Attention = Schemas['Attention'];

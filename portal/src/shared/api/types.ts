/** Short names for the API's shapes and words. */
import type { components } from './schema';

type Schemas = components['schemas'];

export type Booking = Schemas['Booking'];
export type Person = Schemas['Person'];
export type Policy = Schemas['Policy'];
export type SentCode = Schemas['SentCode'];
export type Schedule = Schemas['Schedule'];
export type Slot = Schemas['Slot'];

/** Whether something may be done now, or from when. */
export type Allowance = Schemas['Allowance'];
export type ActionName = keyof Schemas['Actions'];

/** A member as one of their providers sees them. */
export type MetMember = Schemas['MetMember'];

/** A booking moved to another time; a provider says that the member knows. */
export type RescheduleBody = Schemas['RescheduleBody'];

/** A request to book a session. */
export type NewBooking = Schemas['NewBooking'];

/** The roles of people; the system is none. */
export type Role = Exclude<Schemas['ActorRole'], 'system'>;
export type Side = Schemas['BookingSide'];
export type SessionType = Schemas['SessionType'];
export type Channel = Schemas['MessageChannel'];
export type Status = Schemas['BookingStatus'];
export type View = Schemas['BookingView'];
export type Language = Schemas['LanguageTag'];
export type Weekday = Schemas['Weekday'];

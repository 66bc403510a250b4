/**
 * Paths of the contract that docs/openapi.json does not describe yet. Each leaves this file when the
 * generated client has it.
 */
import type { components } from './schema';

type Booking = components['schemas']['Booking'];
type Problem = components['schemas']['Problem'];
type Delivery = components['schemas']['Delivery'];

interface Refusals {
  default: { headers: Record<string, unknown>; content: { 'application/problem+json': Problem } };
}

interface Ok<T> extends Refusals {
  200: { headers: Record<string, unknown>; content: { 'application/json': T } };
}

type Call<Path extends object, Body, Answer> = {
  parameters: {
    query?: never;
    header?: { 'Idempotency-Key'?: string | null; 'If-Match'?: string | null };
    path: Path;
    cookie?: never;
  };
  responses: Ok<Answer>;
} & (Body extends null
  ? { requestBody?: never }
  : { requestBody: { content: { 'application/json': Body } } });

interface Post<Path extends object, Body, Answer> {
  post: Call<Path, Body, Answer>;
}

interface Get<Answer> {
  get: {
    parameters: { query?: { limit?: number; cursor?: string }; header?: never; path?: never };
    requestBody?: never;
    responses: Ok<Answer>;
  };
}

interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

interface ById {
  id: string;
}

/** A booking moved to another time; a provider says that the member knows. */
export interface RescheduleBody {
  startsAt: string;
  memberNotified?: boolean;
  comment?: string;
}

/** A member as one of their providers sees them. */
export interface MetMember {
  id: string;
  name: string;
}

export interface PlannedPaths {
  '/v1/bookings/{id}/accept': Post<ById, null, Booking>;
  '/v1/bookings/{id}/decline': Post<ById, null, Booking>;
  '/v1/bookings/{id}/reschedule': Post<ById, RescheduleBody, Booking>;
  '/v1/bookings/{id}/no-show': Post<ById, null, Booking>;
  '/v1/bookings/{id}/session/switch-to-phone': Post<ById, null, Booking>;
  '/v1/visit/accept': Post<Record<string, never>, null, Booking>;
  '/v1/visit/decline': Post<Record<string, never>, null, Booking>;
  '/v1/me/members': Get<Page<MetMember>>;
  '/v1/admin/deliveries/{id}/resend': Post<ById, null, Delivery>;
}

/** People and bookings of a test's own, made as the concierge makes them. */
import type { Booking, Stack } from './stack';

export interface TestPerson {
  id: string;
  name: string;
  email: string;
  phone: string;
  timeZone: string;
  language: 'en' | 'vi';
}

let count = 0;

/** A short text that no other test of this worker uses. */
function unique(): string {
  count += 1;
  return `${process.pid}_${count}`;
}

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** A provider in Singapore who can be booked at any time. */
export async function makeProvider(stack: Stack, changes: Partial<TestPerson> = {}) {
  const number = unique();
  const person: TestPerson = {
    id: `prv_test_${number}`,
    name: 'Dr Grace Tan',
    email: `grace.${number}@example.com`,
    phone: '+6561234567',
    timeZone: 'Asia/Singapore',
    language: 'en',
    ...changes,
  };
  await stack.concierge('POST', '/v1/admin/providers', person);
  const weekly = DAYS.map((day) => ({ day, from: '00:00', to: '24:00' }));
  await stack.concierge('PUT', `/v1/admin/providers/${person.id}/schedule`, { weekly });
  return person;
}

/** A member in Vietnam. */
export async function makeMember(stack: Stack, changes: Partial<TestPerson> = {}) {
  const number = unique();
  const person: TestPerson = {
    id: `mem_test_${number}`,
    name: 'Nguyễn Thị Mai',
    email: `mai.${number}@example.com`,
    phone: '+84912345678',
    timeZone: 'Asia/Ho_Chi_Minh',
    language: 'vi',
    ...changes,
  };
  await stack.concierge('POST', '/v1/admin/members', person);
  return person;
}

interface Wish {
  provider: TestPerson;
  member: TestPerson;
  sessionType?: 'video' | 'phone';
  /** From the stack's now; the start is the next five-minute step. */
  inMinutes?: number;
  durationMinutes?: number;
}

/** Books as the concierge. */
export async function book(stack: Stack, wish: Wish): Promise<Booking> {
  const { provider, member, sessionType = 'video', inMinutes = 10, durationMinutes = 50 } = wish;
  const booking = await stack.concierge<Booking>('POST', '/v1/admin/bookings', {
    providerId: provider.id,
    memberId: member.id,
    sessionType,
    startsAt: onGrid((await stack.now()).getTime() + inMinutes * 60_000),
    durationMinutes,
  });
  await stack.settle();
  return booking;
}

/** A session that both sides have had. */
export async function met(stack: Stack, wish: Wish): Promise<Booking> {
  const booking = await book(stack, { ...wish, inMinutes: 5, durationMinutes: 15 });
  for (const step of ['start', 'end']) {
    const path = `/v1/bookings/${booking.id}/session/${step}`;
    await stack.as(wish.provider.id, 'provider', 'POST', path);
  }
  await stack.settle();
  return booking;
}

/** Proposes a follow-up as a provider; they must have met before. */
export async function propose(stack: Stack, wish: Wish, comment?: string): Promise<Booking> {
  const {
    provider,
    member,
    sessionType = 'video',
    inMinutes = 3 * 1440,
    durationMinutes = 50,
  } = wish;
  const proposal = await stack.as<Booking>(provider.id, 'provider', 'POST', '/v1/bookings', {
    memberId: member.id,
    sessionType,
    startsAt: onGrid((await stack.now()).getTime() + inMinutes * 60_000),
    durationMinutes,
    ...(comment === undefined ? {} : { comment }),
  });
  await stack.settle();
  return proposal;
}

/** The next five-minute step. */
function onGrid(wanted: number): string {
  const grid = 5 * 60_000;
  return new Date(Math.ceil(wanted / grid) * grid).toISOString();
}

/** A working morning of the demo people, so that every page has something to show. */
import { linkOf } from '../support/call';
import type { Booking, Stack } from '../support/stack';

/** Demo people, as `local/stack/src/demo` has them. */
export const PRIYA = { id: 'prv_demo_singapore', name: 'Priya Nair' };
export const MAI = { id: 'mem_demo_mai', email: 'mai.nguyen@example.com' };

const HANOI = 'prv_demo_hanoi';

/** Nine in the morning in Singapore. */
const MORNING_HOUR_UTC = 1;

type Session = [provider: string, member: string, type: string, afterMinutes: number];

/** Mai's session, which is next. */
const NEXT: Session = [PRIYA.id, MAI.id, 'video', 10];

/** What is booked besides, by minutes after nine. */
const OTHERS: Session[] = [
  [HANOI, 'mem_demo_hung', 'phone', 20],
  [PRIYA.id, 'mem_demo_daniel', 'video', 90],
  [PRIYA.id, 'mem_demo_sofia', 'video', 330],
  [HANOI, 'mem_demo_daniel', 'video', 180],
  [PRIYA.id, 'mem_demo_hung', 'phone', 420],
  [PRIYA.id, MAI.id, 'video', 3 * 1440 + 60],
];

export interface Demo {
  /** Mai's next session. */
  next: Booking;
  /** Her link of it. */
  link: string;
}

/** Moves the demo on to its next morning, and books a day. */
export async function nextMorning(stack: Stack): Promise<Demo> {
  const { items } = await stack.concierge<{ items: Booking[] }>('GET', '/v1/admin/bookings');
  for (const { id } of items)
    await stack.concierge('POST', `/v1/bookings/${id}/cancel`, { reason: 'Another time' });
  const nine = await stack.now();
  if (nine.getUTCHours() >= MORNING_HOUR_UTC) nine.setUTCDate(nine.getUTCDate() + 1);
  nine.setUTCHours(MORNING_HOUR_UTC, 0, 0, 0);
  await stack.send('POST', '/_local/clock', { to: nine.toISOString(), ticks: 'last' });
  const book = ([providerId, memberId, sessionType, minutes]: Session) =>
    stack.concierge<Booking>('POST', '/v1/admin/bookings', {
      providerId,
      memberId,
      sessionType,
      startsAt: new Date(nine.getTime() + minutes * 60_000).toISOString(),
      durationMinutes: 50,
    });
  const next = await book(NEXT);
  const link = await linkOf(stack, MAI);
  for (const session of OTHERS) await book(session);
  return { next, link };
}

/** Mai asks to come in, so that she is seen waiting for the next seconds. */
export const maiWaits = (stack: Stack, { id }: Booking) =>
  stack.as(MAI.id, 'member', 'POST', `/v1/bookings/${id}/session/join`);

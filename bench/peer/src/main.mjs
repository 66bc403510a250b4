// A function in the place of `bookings` and of `sessions`, with a booking and a waiting poll alone. It makes the same
// calls to the table as ours, of as many items of the same size.
import { itemsOf } from './items.mjs';
import { run } from './runtime.mjs';
import { count, read, renewLease, write } from './table.mjs';

const MINUTE = 60_000;
/** How long a poll has the member wait: `WaitingLeaseSeconds` of the template. */
const LEASE = 12_000;

/**
 * @param {string} id
 * @param {string} member
 * @param {number} now
 */
async function poll(id, member, now) {
  const times = { now, until: now + LEASE, early: now + 15 * MINUTE };
  const { startsAt } = await renewLease(id, member, times);
  const late = Math.floor((now - startsAt) / MINUTE);
  return {
    state: 'waiting',
    hostLate: late >= 0,
    hostLateMinutes: Math.max(late, 0),
    retryAfterMs: LEASE / 3,
  };
}

/**
 * @param {any} asked
 * @param {string} memberId
 * @param {number} now
 */
async function book(asked, memberId, now) {
  const host = `PERSON#${asked.providerId}`;
  const guest = `PERSON#${memberId}`;
  const [provider, member, schedule] = await read([
    { PK: host, SK: 'PERSON' },
    { PK: guest, SK: 'PERSON' },
    { PK: host, SK: 'SCHEDULE' },
    { PK: host, SK: `MET#${memberId}` },
    { PK: guest, SK: 'COUNTS' },
  ]);
  if (!provider || !member || !schedule) {
    throw new Error('somebody is unknown, or has no schedule');
  }
  const { id, booking, items } = itemsOf(asked, provider, member, now);
  const until = Math.floor(booking.startsAt / 1000) + booking.durationMinutes * 60;
  const day = new Date(now).toISOString().slice(0, 10);
  const memberCounts = [
    { name: `caused-${day}`, by: 2, most: 40 },
    { name: `received-${day}`, by: 1, most: 60 },
    { name: 'opened', by: 1, most: 30 },
  ];
  const open = { name: `open-${id}`, value: { provider: provider.id, until } };
  const providerCounts = [{ name: `received-${day}`, by: 1, most: 500 }];
  await write(items, [count(guest, memberCounts, open), count(host, providerCounts)]);
  return { id, ...booking, startsAt: asked.startsAt };
}

run(async ({ rawPath, body, requestContext }) => {
  const { sub } = requestContext.authorizer.jwt.claims;
  const now = requestContext.timeEpoch;
  const polled = /^\/v1\/bookings\/([^/]+)\/session\/join$/.exec(rawPath);
  const [statusCode, answer] = polled?.[1]
    ? [200, await poll(polled[1], sub, now)]
    : [201, await book(JSON.parse(body), sub, now)];
  const headers = { 'content-type': 'application/json' };
  return { statusCode, headers, body: JSON.stringify(answer) };
});

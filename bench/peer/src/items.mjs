// The items of a booking: the booking and its session, a lock of its time for each person, a message to each. They
// have the attributes of ours, under names of partitions that nothing follows.
import { randomUUID } from 'node:crypto';

const CELL_MINUTES = 5;
const BUFFER_MINUTES = 10;

/**
 * @param {{sessionType: string, startsAt: string, durationMinutes: number}} asked
 * @param {Record<string, any>} provider
 * @param {Record<string, any>} member
 * @param {number} now In milliseconds.
 */
export function itemsOf({ sessionType, startsAt, durationMinutes }, provider, member, now) {
  const id = newId('bkg');
  const PK = `BKG#${id}`;
  const starts = Date.parse(startsAt);
  const by = { id: member.id, role: 'member' };
  const booking = {
    sessionType,
    startsAt: starts,
    durationMinutes,
    bufferMinutes: BUFFER_MINUTES,
    status: 'confirmed',
    createdAt: now,
    createdBy: by,
    provider: party(provider),
    member: party(member),
  };
  const items = [
    {
      PK,
      SK: 'BOOKING',
      format: 1,
      version: 1,
      sequence: 0,
      booking,
      history: [{ at: now, what: 'booked', status: 'confirmed', requestId: newId('req'), by }],
      remindedUntil: now,
      providerList: `${provider.id}#upcoming`,
      memberList: `${member.id}#upcoming`,
      listKey: `${startsAt}#${id}`,
      calendarShard: 'PEER#1',
      dueShard: 'PEER#03',
      dueAt: startsAt,
    },
    {
      PK,
      SK: 'SESSION',
      format: 1,
      version: 1,
      sessionType,
      status: 'confirmed',
      startsAt: starts,
      endsAt: starts + durationMinutes * 60_000,
      providerId: provider.id,
      memberId: member.id,
      generation: 0,
      admissions: 0,
      linkEpoch: 0,
      movedAt: 0,
      log: {},
    },
    lock(provider.id, startsAt, durationMinutes + BUFFER_MINUTES, id),
    lock(member.id, startsAt, durationMinutes, id),
    message(PK, 'provider', provider, member, { sessionType, startsAt, durationMinutes }, now),
    message(PK, 'member', member, provider, { sessionType, startsAt, durationMinutes }, now),
  ];
  return { id, booking, items };
}

/** @param {Record<string, any>} person */
function party({ id, name, email, phone, zone, language }) {
  return { id, name, email, phone, zone, language };
}

/**
 * What nobody else can put for the same person and time: as large as the cells that ours takes in a day's agenda.
 *
 * @param {string} person
 * @param {string} startsAt
 * @param {number} minutes
 * @param {string} id
 */
function lock(person, startsAt, minutes, id) {
  const cells = Array.from({ length: minutes / CELL_MINUTES }, (_, cell) => [
    `c${String(cell).padStart(3, '0')}`,
    id,
  ]);
  return { PK: `LOCK#${person}`, SK: startsAt, format: 1, ...Object.fromEntries(cells) };
}

/**
 * @param {string} PK
 * @param {string} side
 * @param {Record<string, any>} person
 * @param {Record<string, any>} other
 * @param {object} facts
 * @param {number} now
 */
function message(PK, side, person, other, facts, now) {
  const id = newId('dlv');
  const { email, zone, language, name, linkEpoch } = person;
  return {
    PK,
    SK: `PEER#${id}`,
    format: 1,
    id,
    kind: 'peer',
    says: 'confirmation',
    state: 'queued',
    attempt: 0,
    sequence: 0,
    queuedAt: new Date(now).toISOString(),
    other: other.id,
    facts: { ...facts, with: other.name },
    to: { side, person: person.id, name, zone, language, linkEpoch, address: { email } },
    dueShard: 'PEER#03',
    dueAt: new Date(now + 120_000).toISOString(),
    messageDay: 'PEER#2030-01-07',
  };
}

/** @param {string} kind */
function newId(kind) {
  return `${kind}_${randomUUID().replaceAll('-', '').slice(0, 26).toUpperCase()}`;
}

/**
 * Where a person stands in a session: waiting, on the way in, in, or out with a next step. Pure: events
 * come with the time. Nobody is on the way, or has lost the line, for longer than `PATIENCE_MS` without
 * that being said with a next step, and meanwhile a member goes on asking, so that they are seen.
 */
import type { Entrance } from '../meeting/entrance';
import type { Ending, MeetingState } from '../meeting/state';

/** After so long without a connection there is a next step. The client goes on trying. */
export const PATIENCE_MS = 8_000;

/** A client that has not called back after so long never will. */
export const HOPELESS_MS = 45_000;

/** How long a failed try is shown before the next one is made by itself. */
export const PAUSE_MS = 15_000;

/** Why somebody is out: how the meeting ended for them, or that this browser can't hold a call. */
export type Reason = Ending | 'unsupported';

interface Room {
  entrance: Entrance;
  /** Which try it is; each has a meeting client of its own. */
  turn: number;
  /** Since when there is no connection; none while there is one. */
  lostSince: number | null;
  /** It has taken so long that a next step is due. */
  slow: boolean;
}

type InRoom = ({ where: 'entering' } & Room) | ({ where: 'in'; withOther: boolean } & Room);

export type Stay =
  { where: 'waiting' } | InRoom | { where: 'out'; why: Reason; since: number; turn: number };

export type StayEvent =
  /** The door is open. `canCall`: whether this browser can hold a call at all. */
  | { what: 'admitted'; entrance: Entrance; canCall: boolean }
  /** What the meeting client says. */
  | {
      what: 'meeting';
      phase: MeetingState['phase'];
      ending: Ending | null;
      otherPresent: boolean;
    }
  /** The person tries anew. */
  | { what: 'again' }
  /** The person leaves. */
  | { what: 'left' }
  /** Back to the waiting room, since the provider is gone, or on the way in once more. */
  | { what: 'back' }
  /** The room could not be loaded, or the client not be made. */
  | { what: 'broken' }
  /** Time has passed. */
  | { what: 'tick' };

export const WAITING: Stay = { where: 'waiting' };

export function next(stay: Stay, event: StayEvent, now: number): Stay {
  switch (event.what) {
    case 'admitted':
      return admitted(stay, event.entrance, event.canCall, now);
    case 'meeting':
      return isRoom(stay) ? inMeeting(stay, event, now) : stay;
    case 'again':
      return isRoom(stay) ? enter(stay.entrance, turnOf(stay) + 1, now) : WAITING;
    case 'left':
      return out(stay, 'left', now);
    case 'back':
      return WAITING;
    case 'broken':
      return out(stay, 'failed', now);
    case 'tick':
      return isRoom(stay) ? waited(stay, now) : stay;
  }
}

/** Whether the door is still to be asked at: by whoever is not in, and has not left. */
export function asksAtDoor(stay: Stay): boolean {
  switch (stay.where) {
    case 'waiting':
    case 'entering':
      return true;
    case 'in':
      return stay.slow;
    case 'out':
      return stay.why === 'failed' || stay.why === 'unsupported';
  }
}

/** Whether the person is here for the session: not one who left, or went on elsewhere. */
export function isHere(stay: Stay): boolean {
  return stay.where !== 'out' || (stay.why !== 'left' && stay.why !== 'elsewhere');
}

/** Whether the person is in the meeting and connected, to be reported as such. */
export function isConnected(stay: Stay): boolean {
  return stay.where === 'in' && stay.lostSince === null;
}

function isRoom(stay: Stay): stay is InRoom {
  return stay.where === 'entering' || stay.where === 'in';
}

function turnOf(stay: Stay): number {
  return stay.where === 'waiting' ? 0 : stay.turn;
}

function enter(entrance: Entrance, turn: number, now: number): Stay {
  return { where: 'entering', entrance, turn, lostSince: now, slow: false };
}

function out(stay: Stay, why: Reason, now: number): Stay {
  return { where: 'out', why, since: now, turn: turnOf(stay) };
}

function admitted(stay: Stay, entrance: Entrance, canCall: boolean, now: number): Stay {
  // Who asks only to be seen goes on with the connection that is being made.
  if (isRoom(stay)) return stay;
  if (!canCall) return stay.where === 'out' ? stay : out(stay, 'unsupported', now);
  const pauses = stay.where === 'out' && stay.why === 'failed' && now - stay.since < PAUSE_MS;
  return pauses ? stay : enter(entrance, turnOf(stay) + 1, now);
}

function inMeeting(
  stay: InRoom,
  { phase, ending, otherPresent }: Extract<StayEvent, { what: 'meeting' }>,
  now: number,
): Stay {
  const { entrance, turn } = stay;
  switch (phase) {
    case 'connecting':
      return stay;
    case 'in':
      return { where: 'in', entrance, turn, lostSince: null, slow: false, withOther: otherPresent };
    case 'reconnecting':
      return { ...stay, lostSince: stay.lostSince ?? now };
    case 'over':
      return out(stay, ending ?? 'failed', now);
  }
}

function waited(stay: InRoom, now: number): Stay {
  if (stay.lostSince === null) return stay;
  const lostFor = now - stay.lostSince;
  // Only for one who is entering: once in, the client reconnects for two minutes and reports the end.
  if (stay.where === 'entering' && lostFor >= HOPELESS_MS) return out(stay, 'failed', now);
  return lostFor >= PATIENCE_MS && !stay.slow ? { ...stay, slow: true } : stay;
}

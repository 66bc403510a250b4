/** What a page knows of the meeting that it is in. */
import type { Kind } from '../../../shared/devices/openDevices';
import type { InputFault } from './Input';

/** A picture that can be shown. */
export interface Tile {
  id: number;
  /** Whose: one's own camera, the other's camera, or a shared screen. */
  what: 'self' | 'other' | 'screen';
}

/** A line of the chat. */
export interface ChatLine {
  id: string;
  mine: boolean;
  text: string;
  /** In milliseconds of the epoch. */
  at: number;
}

/** Why a meeting is over for this page. */
export type Ending =
  /** This page left. */
  | 'left'
  /** The meeting was ended for all. */
  | 'ended'
  /** This attendee was taken out of it. */
  | 'removed'
  /** The same person joined from another tab or device. */
  | 'elsewhere'
  /** The connection could not be made, or not again. */
  | 'failed';

export interface MeetingState {
  phase: 'connecting' | 'in' | 'reconnecting' | 'over';
  ending: Ending | null;
  muted: boolean;
  camera: boolean;
  /** Why nobody hears this person, or sees them although the camera is to be on. */
  microphoneFault: InputFault | null;
  cameraFault: InputFault | null;
  /** What is used in place of a device that died or was gone, until it is taken note of. */
  replacement: { kind: Kind; label: string } | null;
  sharing: boolean;
  /** Pictures are neither sent nor received. */
  soundOnly: boolean;
  /** The line has been too poor for sound and pictures for some seconds. */
  poor: boolean;
  /** The browser waits for a touch before it plays sound. */
  silenced: boolean;
  tiles: Tile[];
  /** The other person is in the meeting. */
  otherPresent: boolean;
  otherMuted: boolean;
  chat: ChatLine[];
}

export const BEFORE: MeetingState = {
  phase: 'connecting',
  ending: null,
  muted: false,
  camera: false,
  microphoneFault: null,
  cameraFault: null,
  replacement: null,
  sharing: false,
  soundOnly: false,
  poor: false,
  silenced: false,
  tiles: [],
  otherPresent: false,
  otherMuted: false,
  chat: [],
};

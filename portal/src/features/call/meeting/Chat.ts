/** Text between the two, by the meeting's own data messages. Nothing of it is kept by us. */
import type { AudioVideoFacade } from 'amazon-chime-sdk-js';

import { randomId } from '../../../shared/randomId';
import type { ChatLine, MeetingState } from './state';

const TOPIC = 'chat';

/** Who drops out and comes back within this time gets what was written meanwhile. */
const LIFETIME_MS = 5 * 60_000;

/** A message has at most 2 kB; a letter of Vietnamese takes up to three bytes of them. */
export const LONGEST = 600;

export class Chat {
  constructor(
    private readonly audioVideo: AudioVideoFacade,
    private readonly get: () => MeetingState,
    private readonly set: (change: Partial<MeetingState>) => void,
  ) {
    audioVideo.realtimeSubscribeToReceiveDataMessage(TOPIC, (message) => {
      const { senderAttendeeId, timestampMs } = message;
      const text = message.text();
      this.add({
        id: `${senderAttendeeId} ${timestampMs} ${text}`,
        mine: false,
        text,
        at: timestampMs,
      });
    });
  }

  /** Sends a line; it appears here at once, since nobody gets their own from the service. */
  send(text: string): void {
    this.audioVideo.realtimeSendDataMessage(TOPIC, text, LIFETIME_MS);
    this.add({ id: randomId(), mine: true, text, at: Date.now() });
  }

  private add(line: ChatLine): void {
    const { chat } = this.get();
    // After a reconnect the service sends again what it still has.
    if (!chat.some(({ id }) => id === line.id)) this.set({ chat: [...chat, line] });
  }
}

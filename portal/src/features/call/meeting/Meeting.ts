/** A meeting as this page takes part in it: the stock client, and a state that pages can show. */
import {
  ConsoleLogger,
  DefaultDeviceController,
  DefaultMeetingSession,
  LogLevel,
  MeetingSessionConfiguration,
  type AudioVideoFacade,
} from 'amazon-chime-sdk-js';

import { Chat } from './Chat';
import type { Choice } from '../../../shared/devices/choice';
import type { Entrance } from './entrance';
import { Media } from './Media';
import { watch } from './observers';
import { BEFORE, type MeetingState } from './state';

export class Meeting {
  /** Microphone, camera, speaker, screen. */
  readonly media: Media;
  readonly chat: Chat;
  readonly #audioVideo: AudioVideoFacade;
  readonly #devices: DefaultDeviceController;
  readonly #listeners = new Set<() => void>();
  #state: MeetingState = BEFORE;

  constructor(
    readonly entrance: Entrance,
    choice: Choice,
  ) {
    const logger = new ConsoleLogger('meeting', LogLevel.OFF);
    this.#devices = new DefaultDeviceController(logger, { enableWebAudio: false });
    const configuration = new MeetingSessionConfiguration(
      { Meeting: entrance.meeting },
      { Attendee: entrance.attendee },
    );
    const session = new DefaultMeetingSession(configuration, logger, this.#devices);
    this.#audioVideo = session.audioVideo;
    const set = (change: Partial<MeetingState>) => this.#set(change);
    const get = () => this.#state;
    this.media = new Media(this.#audioVideo, choice, get, set);
    this.chat = new Chat(this.#audioVideo, get, set);
    watch(this.#audioVideo, configuration.credentials?.attendeeId ?? '', get, set, this.media);
  }

  readonly state = (): MeetingState => this.#state;

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Goes in. How that went is seen from the state. */
  async join(sound: HTMLAudioElement): Promise<void> {
    try {
      await this.media.prepare(sound);
      if (this.#state.phase !== 'over') this.#audioVideo.start();
    } catch {
      this.#set({ phase: 'over', ending: 'failed' });
    }
  }

  /** Goes out, and lets go of the devices. */
  leave(): void {
    if (this.#state.phase !== 'over') {
      this.#set({ phase: 'over', ending: 'left' });
      this.#audioVideo.stop();
    }
    this.media.close();
    void this.#devices.destroy();
  }

  /** Takes note of what the person has read. */
  readonly noted = () => this.#set({ replacement: null });

  #set(change: Partial<MeetingState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

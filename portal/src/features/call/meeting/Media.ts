/** Microphone, camera, speaker and screen in a meeting. */
import type { AudioVideoFacade } from 'amazon-chime-sdk-js';

import { keepChoice, type Choice } from '../../../shared/devices/choice';
import { mayUse } from './permission';
import type { MeetingState, Tile } from './state';

export class Media {
  #sound: HTMLAudioElement | null = null;
  /** The browser has yet to ask for the microphone: nobody waits at the door for that. */
  #asksLater = false;

  constructor(
    private readonly audioVideo: AudioVideoFacade,
    private choice: Choice,
    private readonly get: () => MeetingState,
    private readonly set: (change: Partial<MeetingState>) => void,
  ) {}

  /** Takes the microphone and the speaker before the meeting is entered. */
  async prepare(sound: HTMLAudioElement): Promise<void> {
    this.#sound = sound;
    if (await mayUse('microphone')) await this.startMicrophone();
    else this.#asksLater = true;
    await this.useSpeaker(this.choice.speaker);
    await this.audioVideo.bindAudioElement(sound);
    if (this.choice.muted) this.audioVideo.realtimeMuteLocalAudio();
  }

  /** The meeting was entered, for the first time or again. */
  entered(): void {
    void this.play();
    if (this.#asksLater) void this.startMicrophone();
    this.#asksLater = false;
    const { camera, soundOnly } = this.get();
    const wanted = this.choice.cameraOn && this.choice.hasCamera;
    if (wanted && !camera && !soundOnly) void this.camera(true);
  }

  /** Plays the sound; without a touch of the page a browser may refuse to. */
  async play(): Promise<void> {
    try {
      await this.#sound?.play();
      this.set({ silenced: false });
    } catch (error) {
      // Another stream may have come while this one was starting; that one plays by itself.
      this.set({ silenced: error instanceof DOMException && error.name === 'NotAllowedError' });
    }
  }

  mute(muted: boolean): void {
    if (muted) this.audioVideo.realtimeMuteLocalAudio();
    else this.audioVideo.realtimeUnmuteLocalAudio();
    this.keep({ muted });
  }

  /** Turns the camera on or off. */
  async camera(on: boolean): Promise<void> {
    this.keep({ cameraOn: on });
    if (!on) {
      this.set({ camera: false });
      this.audioVideo.stopLocalVideoTile();
      await this.audioVideo.stopVideoInput();
      return;
    }
    this.set({ camera: true, cameraFailed: false });
    try {
      await this.audioVideo.startVideoInput(this.choice.camera || {});
      if (this.get().camera) this.audioVideo.startLocalVideoTile();
    } catch {
      this.set({ camera: false, cameraFailed: true });
    }
  }

  /** Uses another device from now on. */
  async change(kind: 'microphone' | 'camera' | 'speaker', id: string): Promise<void> {
    this.keep({ [kind]: id });
    if (kind === 'microphone') await this.startMicrophone();
    else if (kind === 'speaker') await this.useSpeaker(id);
    else {
      this.keep({ hasCamera: true });
      if (this.get().camera) await this.audioVideo.startVideoInput(id || {});
    }
  }

  /** Neither sends nor receives pictures, so that a poor line carries the sound. */
  async soundOnly(on: boolean): Promise<void> {
    this.set({ soundOnly: on });
    for (const tile of this.get().tiles) this.tileCame(tile);
    const wanted = this.choice.cameraOn;
    if (on && this.get().camera) await this.camera(false);
    if (!on && wanted) await this.camera(true);
    this.keep({ cameraOn: wanted });
  }

  /** A picture has come; while there is sound only, the service need not send it. */
  tileCame({ id, what }: Tile): void {
    if (what === 'self') return;
    if (this.get().soundOnly) this.audioVideo.pauseVideoTile(id);
    else this.audioVideo.unpauseVideoTile(id);
  }

  /** Shares what the browser lets the person choose; nothing if they think better of it. */
  async share(on: boolean): Promise<void> {
    if (!on) {
      this.audioVideo.stopContentShare();
      return;
    }
    try {
      await this.audioVideo.startContentShareFromScreenCapture();
    } catch {
      this.set({ sharing: false });
    }
  }

  show(tile: number, video: HTMLVideoElement): void {
    this.audioVideo.bindVideoElement(tile, video);
  }

  /** Takes the chosen microphone; without one it is still possible to listen and to write. */
  async startMicrophone(): Promise<void> {
    try {
      await this.audioVideo.startAudioInput(this.choice.microphone || {});
      this.keep({ hasMicrophone: true });
    } catch {
      this.keep({ hasMicrophone: false });
    }
    this.set({ microphoneFailed: !this.choice.hasMicrophone });
  }

  private async useSpeaker(id: string): Promise<void> {
    if (id === '') return;
    try {
      await this.audioVideo.chooseAudioOutput(id);
    } catch {
      // Not every browser can choose; then the device's own choice plays.
      this.keep({ speaker: '' });
    }
  }

  private keep(change: Partial<Choice>): void {
    this.choice = { ...this.choice, ...change };
    keepChoice(this.choice);
  }
}

/** Microphone, camera, speaker and screen in a meeting. */
import type { AudioVideoFacade } from 'amazon-chime-sdk-js';

import { keepChoice, type Choice } from '../../../shared/devices/choice';
import { Input, type InputNews } from './Input';
import type { MeetingState, Tile } from './state';

/** How long the microphone may keep a person from going in. It comes after them if it has to. */
const MICROPHONE_MS = 1_500;

export class Media {
  #sound: HTMLAudioElement | null = null;
  readonly #microphone: Input;
  readonly #camera: Input;

  constructor(
    private readonly audioVideo: AudioVideoFacade,
    private choice: Choice,
    private readonly get: () => MeetingState,
    private readonly set: (change: Partial<MeetingState>) => void,
  ) {
    this.#microphone = new Input(
      'microphone',
      (stream) => audioVideo.startAudioInput(stream),
      (news) => this.heardOf('microphone', news),
    );
    this.#camera = new Input(
      'camera',
      (stream) => (stream ? audioVideo.startVideoInput(stream) : audioVideo.stopVideoInput()),
      (news) => this.heardOf('camera', news),
    );
  }

  /** Takes the microphone and the speaker before the meeting is entered. */
  async prepare(sound: HTMLAudioElement): Promise<void> {
    this.#sound = sound;
    const patience = new Promise((resolve) => setTimeout(resolve, MICROPHONE_MS));
    await Promise.race([this.startMicrophone(), patience]);
    if (this.choice.muted) this.audioVideo.realtimeMuteLocalAudio();
    await this.audioVideo.bindAudioElement(sound);
  }

  /** The meeting was entered, for the first time or again. */
  entered(): void {
    void this.play();
    // The client goes back to the usual speaker with each new connection.
    void this.useSpeaker(this.choice.speaker);
    const { camera, soundOnly } = this.get();
    if (this.choice.cameraOn && !camera && !soundOnly) this.camera(true);
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
  camera(on: boolean): void {
    this.keep({ cameraOn: on });
    this.set({ camera: on, cameraFault: null });
    if (on) void this.#camera.open(this.choice.camera);
    else {
      this.#camera.close();
      this.audioVideo.stopLocalVideoTile();
      void this.audioVideo.stopVideoInput();
    }
  }

  /** Uses other devices from now on. */
  use(change: Partial<Pick<Choice, 'microphone' | 'camera' | 'speaker'>>): void {
    this.keep(change);
    if (change.microphone !== undefined) void this.startMicrophone();
    if (change.speaker !== undefined) void this.useSpeaker(change.speaker);
    const { camera, cameraFault } = this.get();
    if (change.camera !== undefined && (camera || cameraFault)) this.camera(true);
  }

  /** The devices are others now: goes on with the usual speaker if the chosen one is gone, and tries
   * once more what can't be used. */
  devicesChanged(all: MediaDeviceInfo[]): void {
    const { speaker } = this.choice;
    if (speaker !== '' && !all.some(({ deviceId }) => deviceId === speaker))
      this.use({ speaker: '' });
    const { microphoneFault, cameraFault } = this.get();
    if (microphoneFault) void this.startMicrophone();
    if (cameraFault) this.camera(true);
  }

  /** Neither sends nor receives pictures, so that a poor line carries the sound. */
  soundOnly(on: boolean): void {
    this.set({ soundOnly: on });
    for (const tile of this.get().tiles) this.tileCame(tile);
    const wanted = this.choice.cameraOn;
    if (on && this.get().camera) this.camera(false);
    if (!on && wanted) this.camera(true);
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
  startMicrophone(): Promise<void> {
    return this.#microphone.open(this.choice.microphone);
  }

  /** Asks for no device any more. */
  close(): void {
    this.#microphone.close();
    this.#camera.close();
  }

  private heardOf(kind: 'microphone' | 'camera', { fault, replacement }: InputNews): void {
    if (replacement !== null) {
      this.keep({ [kind]: '' });
      this.set({ replacement: { kind, label: replacement } });
    }
    if (kind === 'microphone') {
      this.set({ microphoneFault: fault });
      return;
    }
    const camera = this.choice.cameraOn && (fault === null || fault === 'muted');
    this.set({ cameraFault: fault, camera });
    if (camera) this.audioVideo.startLocalVideoTile();
    else this.audioVideo.stopLocalVideoTile();
  }

  /** Not every browser can choose, and a speaker may be gone; then the usual one plays. */
  private async useSpeaker(id: string): Promise<void> {
    if (!this.#sound || !('setSinkId' in this.#sound)) return;
    try {
      await this.#sound.setSinkId(id);
    } catch {
      this.keep({ speaker: '' });
    }
  }

  private keep(change: Partial<Choice>): void {
    this.choice = { ...this.choice, ...change };
    keepChoice(this.choice);
  }
}

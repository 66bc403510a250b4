// A person's call: thin verbs over the stock client, and a log of all that the client says.

import {
  ConsoleLogger,
  DefaultDeviceController,
  DefaultMeetingSession,
  LogLevel,
  MeetingSessionConfiguration,
  MeetingSessionStatusCode,
  type VideoTileState,
} from 'amazon-chime-sdk-js';

import { colourOf, Ear, picture, tone } from './signals.ts';

/** What a person sends: synthetic signals by which they are known, or the browser's own devices. */
export interface Self {
  colour: string;
  hertz: number;
  framesPerSecond: number;
  ownDevices: boolean;
}

/** Something that the client told, in the order in which it did. */
export type Happening = { at: number } & (
  | { kind: 'started' | 'reconnecting' | 'poor' | 'stopVideoSuggested' | 'good' }
  | { kind: 'stopped'; code: string }
  | { kind: 'presence'; attendee: string; user: string; present: boolean; dropped: boolean }
  | { kind: 'muted'; attendee: string; muted: boolean }
  | { kind: 'message'; topic: string; text: string; attendee: string; user: string }
  | { kind: 'tile' | 'tileRemoved' | 'firstFrame'; attendee: string }
  | { kind: 'shareStarted' | 'shareStopped' | 'videoSendUnavailable' }
  | { kind: 'client'; event: string }
);

type Unstamped<T> = T extends unknown ? Omit<T, 'at'> : never;

/** What arrives from the others and what goes out, counted by the browser. */
export interface Traffic {
  audioPacketsSent: number;
  audioPacketsReceived: number;
  audioEnergyReceived: number;
  /** Frames decoded of each remote tile, by attendee. */
  framesDecoded: Record<string, number>;
  /** Frames shown of each remote tile, by attendee, as the video element counts them. */
  framesShown: Record<string, number>;
}

export class Call {
  readonly log: Happening[] = [];
  private session: DefaultMeetingSession | undefined;
  private self: Self | undefined;
  private ear: Ear | undefined;
  private readonly videos = new Map<number, { attendee: string; video: HTMLVideoElement }>();

  constructor(
    private readonly others: HTMLAudioElement,
    private readonly tiles: HTMLElement,
  ) {}

  /** Joins. The outcome is `started`, or the name of the code with which the client gave up. */
  async join(meeting: object, attendee: object, self: Self, level: string): Promise<string> {
    this.self = self;
    const logger = new ConsoleLogger('client', LogLevel[level as keyof typeof LogLevel]);
    const devices = new DefaultDeviceController(logger, { enableWebAudio: false });
    const session = new DefaultMeetingSession(
      new MeetingSessionConfiguration({ Meeting: meeting }, { Attendee: attendee }),
      logger,
      devices,
    );
    this.session = session;
    const { audioVideo } = session;
    this.listen(session);
    await audioVideo.startAudioInput(
      self.ownDevices ? (await this.device('audioinput')) : tone(self.hertz),
    );
    await audioVideo.bindAudioElement(this.others);
    const outcome = new Promise<string>((resolve) => {
      audioVideo.addObserver({
        audioVideoDidStart: () => resolve('started'),
        audioVideoDidStop: (status) => resolve(MeetingSessionStatusCode[status.statusCode()]),
      });
    });
    audioVideo.start();
    return outcome;
  }

  leave(): void {
    this.audioVideo.stop();
  }

  mute(muted: boolean): void {
    if (muted) this.audioVideo.realtimeMuteLocalAudio();
    else this.audioVideo.realtimeUnmuteLocalAudio();
  }

  async camera(on: boolean): Promise<void> {
    if (on) {
      const { colour, framesPerSecond, ownDevices } = this.self!;
      await this.audioVideo.startVideoInput(
        ownDevices ? await this.device('videoinput') : picture(colour, framesPerSecond),
      );
      this.audioVideo.startLocalVideoTile();
    } else {
      this.audioVideo.stopLocalVideoTile();
      await this.audioVideo.stopVideoInput();
    }
  }

  /** Shares a picture of this colour as one would a screen, or ends that. */
  async share(colour: string | null): Promise<void> {
    if (colour !== null) await this.audioVideo.startContentShare(picture(colour, 10));
    else this.audioVideo.stopContentShare();
  }

  send(topic: string, text: string, lifetimeMs: number): void {
    this.audioVideo.realtimeSendDataMessage(topic, text, lifetimeMs);
  }

  /** How loud each tone is in what this person hears, in decibels below full. */
  hears(tones: number[]): number[] {
    const stream = this.others.srcObject as MediaStream | null;
    if (!stream) return tones.map(() => -Infinity);
    if (this.ear?.stream !== stream) this.ear = new Ear(stream);
    const ear = this.ear;
    return tones.map((hertz) => ear.level(hertz));
  }

  /** The colour that an attendee's tile shows, or null if there is no picture. */
  sees(attendee: string): [number, number, number] | null {
    const tile = this.remoteTiles().find((tile) => tile.attendee === attendee);
    return tile && tile.video.videoWidth > 0 ? colourOf(tile.video) : null;
  }

  async traffic(): Promise<Traffic> {
    const traffic: Traffic = {
      audioPacketsSent: 0,
      audioPacketsReceived: 0,
      audioEnergyReceived: 0,
      framesDecoded: {},
      framesShown: {},
    };
    const stats = await this.session?.audioVideo.getRTCPeerConnectionStats();
    const owners = new Map<string, string>();
    for (const { attendee, video } of this.remoteTiles()) {
      const [track] = (video.srcObject as MediaStream | null)?.getVideoTracks() ?? [];
      if (track) owners.set(track.id, attendee);
      traffic.framesShown[attendee] = video.getVideoPlaybackQuality().totalVideoFrames;
      traffic.framesDecoded[attendee] = 0;
    }
    stats?.forEach((stat) => {
      if (stat.type === 'outbound-rtp' && stat.kind === 'audio') {
        traffic.audioPacketsSent += stat.packetsSent;
      } else if (stat.type === 'inbound-rtp' && stat.kind === 'audio') {
        traffic.audioPacketsReceived += stat.packetsReceived;
        traffic.audioEnergyReceived += stat.totalAudioEnergy;
      } else if (stat.type === 'inbound-rtp' && stat.kind === 'video') {
        const attendee = owners.get(stat.trackIdentifier);
        if (attendee) traffic.framesDecoded[attendee]! += stat.framesDecoded ?? 0;
      }
    });
    return traffic;
  }

  private get audioVideo() {
    return this.session!.audioVideo;
  }

  private remoteTiles() {
    return [...this.videos.values()];
  }

  private async device(kind: MediaDeviceKind): Promise<string> {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return devices.find((device) => device.kind === kind)!.deviceId;
  }

  private note(happening: Unstamped<Happening>): void {
    this.log.push({ at: Date.now(), ...happening } as Happening);
  }

  /** Notes what the client tells. Whatever it might complain about is among it. */
  private listen(session: DefaultMeetingSession): void {
    const { audioVideo } = session;
    audioVideo.addObserver({
      audioVideoDidStart: () => this.note({ kind: 'started' }),
      audioVideoDidStartConnecting: (again) => again && this.note({ kind: 'reconnecting' }),
      audioVideoDidStop: (status) =>
        this.note({ kind: 'stopped', code: MeetingSessionStatusCode[status.statusCode()] }),
      connectionDidBecomePoor: () => this.note({ kind: 'poor' }),
      connectionDidSuggestStopVideo: () => this.note({ kind: 'stopVideoSuggested' }),
      connectionDidBecomeGood: () => this.note({ kind: 'good' }),
      videoSendDidBecomeUnavailable: () => this.note({ kind: 'videoSendUnavailable' }),
      videoTileDidUpdate: (tile) => this.show(tile),
      videoTileWasRemoved: (tile) => this.hide(tile),
    });
    audioVideo.addContentShareObserver({
      contentShareDidStart: () => this.note({ kind: 'shareStarted' }),
      contentShareDidStop: () => this.note({ kind: 'shareStopped' }),
    });
    session.eventController.addObserver({
      eventDidReceive: (event) => this.note({ kind: 'client', event }),
    });
    const heardOf = new Set<string>();
    audioVideo.realtimeSubscribeToAttendeeIdPresence((attendee, present, user = '', dropped) => {
      this.note({ kind: 'presence', attendee, user, present, dropped: dropped ?? false });
      if (!present || heardOf.has(attendee)) return;
      heardOf.add(attendee);
      audioVideo.realtimeSubscribeToVolumeIndicator(attendee, (_, _volume, muted) => {
        if (muted !== null) this.note({ kind: 'muted', attendee, muted });
      });
    });
    audioVideo.realtimeSubscribeToReceiveDataMessage('chat', (message) =>
      this.note({
        kind: 'message',
        topic: message.topic,
        text: message.text(),
        attendee: message.senderAttendeeId,
        user: message.senderExternalUserId,
      }),
    );
  }

  private show(tile: VideoTileState): void {
    const attendee = tile.boundAttendeeId;
    if (tile.localTile || !attendee || !tile.tileId || this.videos.has(tile.tileId)) return;
    const video = document.createElement('video');
    video.requestVideoFrameCallback(() => this.note({ kind: 'firstFrame', attendee }));
    this.tiles.append(video);
    this.videos.set(tile.tileId, { attendee, video });
    this.note({ kind: 'tile', attendee });
    this.audioVideo.bindVideoElement(tile.tileId, video);
  }

  private hide(tileId: number): void {
    const tile = this.videos.get(tileId);
    if (!tile) return;
    this.videos.delete(tileId);
    tile.video.remove();
    this.note({ kind: 'tileRemoved', attendee: tile.attendee });
  }
}

/** What the client tells, as changes of the state. */
import {
  MeetingSessionStatusCode,
  type AudioVideoFacade,
  type MeetingSessionStatus,
  type VideoTileState,
} from 'amazon-chime-sdk-js';

import { Line, type Second } from './line';
import type { Media } from './Media';
import type { Ending, MeetingState, Tile } from './state';

type Get = () => MeetingState;
type Set = (change: Partial<MeetingState>) => void;

/** A shared screen is an attendee of its own, with this at the end of its id. */
const SCREEN = '#content';

/** Keeps the state as the client says that it is. */
export function watch(
  audioVideo: AudioVideoFacade,
  self: string,
  get: Get,
  set: Set,
  media: Media,
): void {
  const line = new Line();
  audioVideo.addObserver({
    audioVideoDidStart: () => {
      set({ phase: 'in' });
      media.entered();
    },
    audioVideoDidStartConnecting: (again) => again && set({ phase: 'reconnecting' }),
    audioVideoDidStop: (status) => {
      // Leaving is a state of its own already.
      if (get().phase !== 'over') set({ phase: 'over', ending: endingOf(status), tiles: [] });
    },
    metricsDidReceive: (report) => {
      const poor = line.hear(secondOf(report.getObservableMetrics()));
      if (poor !== get().poor) set({ poor });
    },
    videoTileDidUpdate: (tile) => {
      const shown = tileOf(tile, self);
      if (shown) {
        set({ tiles: [...get().tiles.filter(({ id }) => id !== shown.id), shown] });
        media.tileCame(shown);
      }
    },
    videoTileWasRemoved: (gone) => set({ tiles: get().tiles.filter(({ id }) => id !== gone) }),
  });
  audioVideo.addContentShareObserver({
    contentShareDidStart: () => set({ sharing: true }),
    contentShareDidStop: () => set({ sharing: false }),
  });
  audioVideo.realtimeSubscribeToMuteAndUnmuteLocalAudio((muted) => set({ muted }));
  watchOther(audioVideo, self, set);
}

/** Watches whether the other is there and can be heard. */
function watchOther(audioVideo: AudioVideoFacade, self: string, set: Set): void {
  const others = new globalThis.Set<string>();
  const known = new globalThis.Set<string>();
  audioVideo.realtimeSubscribeToAttendeeIdPresence((attendee, present) => {
    if (attendee === self || attendee.endsWith(SCREEN)) return;
    if (present) others.add(attendee);
    else others.delete(attendee);
    set({ otherPresent: others.size > 0, ...(others.size > 0 ? {} : { otherMuted: false }) });
    if (known.has(attendee)) return;
    known.add(attendee);
    audioVideo.realtimeSubscribeToVolumeIndicator(attendee, (_attendee, _volume, muted) => {
      if (muted !== null) set({ otherMuted: muted });
    });
  });
}

/** What a browser does not count is taken as good. */
function secondOf(metrics: Record<string, number | undefined>): Second {
  return {
    received: metrics['audioPacketsReceived'] ?? 1,
    lostHere: metrics['audioPacketsReceivedFractionLoss'] ?? 0,
    lostThere: metrics['audioPacketLossPercent'] ?? 0,
    roundTripMs: metrics['audioUpstreamRoundTripTimeMs'] ?? 0,
  };
}

function tileOf(tile: VideoTileState, self: string): Tile | null {
  const { tileId, boundAttendeeId, localTile, isContent } = tile;
  if (tileId === null || !boundAttendeeId) return null;
  // One knows what one shares oneself.
  if (isContent) return boundAttendeeId.startsWith(self) ? null : { id: tileId, what: 'screen' };
  return { id: tileId, what: localTile ? 'self' : 'other' };
}

function endingOf(status: MeetingSessionStatus): Ending {
  switch (status.statusCode()) {
    case MeetingSessionStatusCode.Left:
      return 'left';
    case MeetingSessionStatusCode.AudioJoinedFromAnotherDevice:
      return 'elsewhere';
    case MeetingSessionStatusCode.MeetingEnded:
      return 'ended';
    case MeetingSessionStatusCode.AudioAttendeeRemoved:
    case MeetingSessionStatusCode.AudioAuthenticationRejected:
      return 'removed';
    default:
      return 'failed';
  }
}

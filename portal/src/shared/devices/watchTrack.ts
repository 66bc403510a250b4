/** What a device that was opened does: it gives something, nothing for some seconds, or nothing ever again. */
export type TrackState = 'live' | 'muted' | 'ended';

/** A short pause, as when somebody changes headphones, is not worth a word. */
const MUTED_SECONDS = 4;

/**
 * Tells each change of a track, until the result is called. It looks each second, since a track that a
 * script or the system stops does not always say so by an event.
 */
export function watchTrack(track: MediaStreamTrack, hear: (state: TrackState) => void): () => void {
  let known: TrackState = 'live';
  let mutedFor = 0;
  const look = () => {
    mutedFor = track.muted ? mutedFor + 1 : 0;
    const now = stateOf(track, mutedFor);
    if (now === known) return;
    known = now;
    hear(now);
  };
  const timer = setInterval(look, 1_000);
  track.addEventListener('ended', look);
  return () => {
    clearInterval(timer);
    track.removeEventListener('ended', look);
  };
}

function stateOf({ readyState }: MediaStreamTrack, mutedFor: number): TrackState {
  if (readyState === 'ended') return 'ended';
  return mutedFor > MUTED_SECONDS ? 'muted' : 'live';
}

/** A new audio context; none in a browser that has none, or has too many open already. */
export function newAudioContext(): AudioContext | null {
  try {
    return new AudioContext();
  } catch {
    return null;
  }
}

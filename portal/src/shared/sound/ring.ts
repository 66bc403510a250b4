/** A soft chime of two notes, made here so that it needs no file. */

import { newAudioContext } from './audioContext';

const NOTES = [
  { hertz: 659.3, after: 0 },
  { hertz: 880, after: 0.18 },
];
const LOUDNESS = 0.15;
const LASTS = 0.9;

let audio: AudioContext | null = null;

/** Rings. A browser that has not been touched yet may keep silent; the title says it as well. */
export function ring(): void {
  audio ??= newAudioContext();
  const context = audio;
  if (!context) return;
  context.resume().then(
    () => NOTES.forEach(({ hertz, after }) => play(context, hertz, context.currentTime + after)),
    () => undefined,
  );
}

function play(context: AudioContext, hertz: number, at: number): void {
  const note = new OscillatorNode(context, { frequency: hertz, type: 'sine' });
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.linearRampToValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + LASTS);
  note.connect(volume).connect(context.destination);
  note.start(at);
  note.stop(at + LASTS);
}

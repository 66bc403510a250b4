const NOTES = [523.3, 659.3, 784];
const NOTE_SECONDS = 0.35;

/** Plays three rising notes through a speaker; an empty id is the device's own choice. */
export async function playTone(speaker: string): Promise<void> {
  const context = new AudioContext();
  const target = context.createMediaStreamDestination();
  const audio = new Audio();
  audio.srcObject = target.stream;
  try {
    if (speaker !== '' && 'setSinkId' in audio) await audio.setSinkId(speaker);
    await Promise.all([context.resume(), audio.play()]);
    const start = context.currentTime;
    await Promise.all(
      NOTES.map((hertz, index) => note(context, target, hertz, start + index * NOTE_SECONDS)),
    );
  } finally {
    audio.srcObject = null;
    await context.close();
  }
}

function note(context: AudioContext, target: AudioNode, hertz: number, at: number): Promise<void> {
  const tone = new OscillatorNode(context, { frequency: hertz });
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.25, at + 0.03);
  volume.gain.linearRampToValueAtTime(0, at + NOTE_SECONDS);
  tone.connect(volume).connect(target);
  tone.start(at);
  tone.stop(at + NOTE_SECONDS);
  return new Promise((resolve) => tone.addEventListener('ended', () => resolve()));
}

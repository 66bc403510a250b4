// What a person shows and says: a colour and a tone, by which the others can tell who it is.

const WIDTH = 160;
const HEIGHT = 120;

/** A small moving picture in one colour. Eight encoders of it fit on two cores. */
export function picture(colour: string, framesPerSecond: number): MediaStream {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const pen = canvas.getContext('2d')!;
  let step = 0;
  const draw = () => {
    pen.fillStyle = colour;
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    pen.fillStyle = 'black';
    pen.fillRect((step++ * 4) % WIDTH, HEIGHT - 8, 8, 8);
  };
  draw();
  const stream = canvas.captureStream(framesPerSecond);
  const timer = setInterval(() => {
    if (stream.active) draw();
    else clearInterval(timer);
  }, 1000 / framesPerSecond);
  return stream;
}

/** A steady tone. */
export function tone(hertz: number): MediaStream {
  const context = new AudioContext();
  const source = new OscillatorNode(context, { frequency: hertz });
  const volume = new GainNode(context, { gain: 0.2 });
  const out = context.createMediaStreamDestination();
  source.connect(volume).connect(out);
  source.start();
  return out.stream;
}

/** Listens to a stream, and tells how loud a tone is in it, in decibels below full. */
export class Ear {
  private readonly context = new AudioContext();
  private readonly analyser = new AnalyserNode(this.context, {
    fftSize: 8192,
    smoothingTimeConstant: 0,
  });

  constructor(readonly stream: MediaStream) {
    this.context.createMediaStreamSource(stream).connect(this.analyser);
  }

  level(hertz: number): number {
    const spectrum = new Float32Array(this.analyser.frequencyBinCount);
    this.analyser.getFloatFrequencyData(spectrum);
    const bin = Math.round((hertz * this.analyser.fftSize) / this.context.sampleRate);
    return Math.max(...spectrum.slice(bin - 1, bin + 2));
  }
}

/** The colour in the middle of a video's present picture, as red, green and blue of 255. */
export function colourOf(video: HTMLVideoElement): [number, number, number] {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext('2d')!;
  pen.drawImage(video, video.videoWidth / 2, video.videoHeight / 3, 1, 1, 0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = pen.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

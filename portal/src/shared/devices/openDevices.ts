/** The one way to open a camera or a microphone: for the preview, the tech check and the call. */

export type Kind = 'camera' | 'microphone';

/**
 * Why a device can't be used: refused by the person or the system, not there, in use elsewhere, or
 * the browser has not answered yet.
 */
export type Fault = 'refused' | 'missing' | 'busy' | 'silent';

/** Which devices to open, by id; an empty id is the browser's own choice. */
export type Wish = Partial<Record<Kind, string>>;

export interface Opened {
  stream: MediaStream;
  fault: Record<Kind, Fault | null>;
  /** The chosen device was not there, and the browser gave another one. */
  replaced: Kind[];
}

/** A browser that takes longer has a question open, or a device that hangs. */
export const PATIENCE_MS = 6_000;

/**
 * Opens devices and tells the outcome. If the browser does not answer in time, `hear` first gets the
 * fault `silent`, and the outcome later if there is one. Devices are asked for at once, so that the browser
 * asks once; if that fails, or `apart` is set, each alone. The result ends the asking; a stream that comes
 * after that is stopped.
 */
export function openDevices(wish: Wish, hear: (opened: Opened) => void, apart = false): () => void {
  let over = false;
  const timer = setTimeout(() => hear(faulty(wish, 'silent')), PATIENCE_MS);
  void open(wish, apart).then((opened) => {
    clearTimeout(timer);
    if (over) stop(opened.stream);
    else hear(opened);
  });
  return () => {
    over = true;
    clearTimeout(timer);
  };
}

export function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

async function open(wish: Wish, apart: boolean): Promise<Opened> {
  const { microphone, camera } = wish;
  if (apart && microphone !== undefined && camera !== undefined) {
    // One that hangs must not hold up the other.
    return merge(await Promise.all([open({ microphone }, false), open({ camera }, false)]));
  }
  try {
    const stream = await mediaDevices().getUserMedia(constraints(wish));
    return {
      stream,
      fault: { camera: null, microphone: null },
      replaced: replacedIn(stream, wish),
    };
  } catch (error) {
    if (microphone !== undefined && camera !== undefined)
      return merge([await open({ microphone }, false), await open({ camera }, false)]);
    if (!isGone(error) || !(microphone || camera)) return faulty(wish, faultOf(error));
    // A device that is gone must not keep anybody from another one.
    const kind: Kind = microphone === undefined ? 'camera' : 'microphone';
    return { ...(await open({ [kind]: '' }, false)), replaced: [kind] };
  }
}

function mediaDevices(): MediaDevices {
  const media = navigator.mediaDevices as MediaDevices | undefined;
  if (!media) throw new DOMException('', 'NotFoundError');
  return media;
}

/** A chosen device exactly: of a mere wish Chromium takes no notice. */
function constraints({ microphone, camera }: Wish): MediaStreamConstraints {
  const of = (id: string | undefined) =>
    id === undefined ? false : id === '' || { deviceId: { exact: id } };
  return { audio: of(microphone), video: of(camera) };
}

function replacedIn(stream: MediaStream, wish: Wish): Kind[] {
  return stream.getTracks().flatMap((track) => {
    const kind: Kind = track.kind === 'audio' ? 'microphone' : 'camera';
    const { deviceId } = track.getSettings();
    const isOther = Boolean(wish[kind]) && deviceId !== undefined && deviceId !== wish[kind];
    return isOther ? [kind] : [];
  });
}

function faulty(wish: Wish, fault: Fault): Opened {
  const of = (kind: Kind) => (wish[kind] === undefined ? null : fault);
  const faults = { camera: of('camera'), microphone: of('microphone') };
  return { stream: new MediaStream(), fault: faults, replaced: [] };
}

function merge(parts: Opened[]): Opened {
  const faultIn = (kind: Kind) => parts.map(({ fault }) => fault[kind]).find(Boolean) ?? null;
  return {
    stream: new MediaStream(parts.flatMap(({ stream }) => stream.getTracks())),
    fault: { camera: faultIn('camera'), microphone: faultIn('microphone') },
    replaced: parts.flatMap(({ replaced }) => replaced),
  };
}

/** Whether a device that was asked for by its id is not there. */
function isGone(error: unknown): boolean {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  return name === 'OverconstrainedError' || name === 'NotFoundError';
}

function faultOf(error: unknown): Fault {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'missing';
}

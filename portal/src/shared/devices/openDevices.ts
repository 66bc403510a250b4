/** Asks the browser for a camera and a microphone, and takes what there is. */

/** Why a device can't be used: refused by the person or the system, not there, or in use elsewhere. */
export type Fault = 'refused' | 'missing' | 'busy';

export interface Opened {
  stream: MediaStream;
  camera: Fault | null;
  microphone: Fault | null;
}

/** Opens both at once, so that the browser asks once; if one fails, the other alone. */
export async function openDevices(microphone: string, camera: string | null): Promise<Opened> {
  const [audio, video] = [constraint(microphone), camera !== null && constraint(camera)];
  try {
    return { stream: await open({ audio, video }), camera: null, microphone: null };
  } catch (error) {
    if (camera === null)
      return { stream: new MediaStream(), camera: null, microphone: faultOf(error) };
  }
  const [sound, picture] = [await alone({ audio }), await alone({ video })];
  const tracks = [sound, picture].flatMap(({ stream }) => stream.getTracks());
  return { stream: new MediaStream(tracks), camera: picture.fault, microphone: sound.fault };
}

export function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** A device that is gone must not keep anybody from another one, hence no `exact`. */
function constraint(id: string): MediaTrackConstraints | true {
  return id === '' ? true : { deviceId: id };
}

async function alone(
  wish: MediaStreamConstraints,
): Promise<{ stream: MediaStream; fault: Fault | null }> {
  try {
    return { stream: await open(wish), fault: null };
  } catch (error) {
    return { stream: new MediaStream(), fault: faultOf(error) };
  }
}

function open(wish: MediaStreamConstraints): Promise<MediaStream> {
  const media = navigator.mediaDevices as MediaDevices | undefined;
  return media ? media.getUserMedia(wish) : Promise.reject(new DOMException('', 'NotFoundError'));
}

function faultOf(error: unknown): Fault {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'missing';
}

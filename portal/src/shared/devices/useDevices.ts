import { useEffect, useState } from 'react';

import { keepChoice, lastChoice, type Choice } from './choice';
import { openDevices, stop, type Fault, type Opened } from './openDevices';

/** Cameras, microphones and speakers, with a stream of those that are chosen. */
export interface Devices {
  choice: Choice;
  /** None while the browser asks for permission. */
  opened: Opened | null;
  fault: { camera: Fault | null; microphone: Fault | null };
  all: MediaDeviceInfo[];
  change: (change: Partial<Choice>) => void;
  /** Opens them again, after somebody changed a permission or plugged something in. */
  retry: () => void;
}

/** Opens the camera and the microphone for as long as the page shows them. */
export function useDevices(): Devices {
  const [choice, setChoice] = useState(lastChoice);
  const [opened, setOpened] = useState<Opened | null>(null);
  const [all, setAll] = useState<MediaDeviceInfo[]>([]);
  const [attempt, setAttempt] = useState(0);
  const { microphone, camera, cameraOn } = choice;

  useEffect(() => {
    let over = false;
    let mine: Opened | null = null;
    const open = async () => {
      const found = await openDevices(microphone, cameraOn ? camera : null);
      if (over) {
        stop(found.stream);
        return;
      }
      mine = found;
      setOpened(found);
      setChoice((last) => kept({ ...last, ...idsOf(found, last) }));
      setAll(await devices());
    };
    void open();
    return () => {
      over = true;
      if (mine) stop(mine.stream);
    };
  }, [microphone, camera, cameraOn, attempt]);

  useEffect(() => {
    const media = mediaDevices();
    const look = () => void devices().then(setAll);
    media?.addEventListener('devicechange', look);
    return () => media?.removeEventListener('devicechange', look);
  }, []);

  return {
    choice,
    opened,
    fault: { camera: opened?.camera ?? null, microphone: opened?.microphone ?? null },
    all,
    change: (change) => setChoice((last) => kept({ ...last, ...change })),
    retry: () => {
      setOpened(null);
      setAttempt((last) => last + 1);
    },
  };
}

/** There are none on a page that is not served securely. */
function mediaDevices(): MediaDevices | undefined {
  return navigator.mediaDevices;
}

async function devices(): Promise<MediaDeviceInfo[]> {
  const found = (await mediaDevices()?.enumerateDevices()) ?? [];
  // Before permission is given the browser shows devices without a name.
  return found.filter(({ deviceId }) => deviceId !== '');
}

/** Remembers whether there is something to join with. A camera that is off may still be there. */
function idsOf({ stream, camera, microphone }: Opened, last: Choice): Partial<Choice> {
  const seesCamera = stream.getVideoTracks().length > 0;
  return {
    hasMicrophone: microphone === null,
    hasCamera: last.cameraOn ? camera === null && seesCamera : last.hasCamera,
  };
}

function kept(choice: Choice): Choice {
  keepChoice(choice);
  return choice;
}

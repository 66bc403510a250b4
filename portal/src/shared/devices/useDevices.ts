import { useEffect, useEffectEvent, useState } from 'react';

import { keepChoice, lastChoice, type Choice } from './choice';
import { useDeviceList, type Offer } from './deviceList';
import { openDevices, stop, type Kind, type Opened } from './openDevices';
import { watchTrack } from './watchTrack';

/** Cameras, microphones and speakers, with a stream of those that are chosen. */
export interface Devices {
  choice: Choice;
  /** None while the browser asks for permission. */
  opened: Opened | null;
  fault: Opened['fault'];
  /** The chosen device was not there, so that the usual one is used. */
  replaced: Kind[];
  all: MediaDeviceInfo[];
  /** What was plugged in while the page is open. */
  offers: Offer[];
  use: (offer: Offer) => void;
  dismiss: (offer: Offer) => void;
  change: (change: Partial<Choice>) => void;
  /** Opens them again, after somebody changed a permission or plugged something in. */
  retry: () => void;
}

/** Opens the camera and the microphone for as long as the page shows them. */
export function useDevices(): Devices {
  const [choice, setChoice] = useState(lastChoice);
  const [opened, setOpened] = useState<Opened | null>(null);
  const [replaced, setReplaced] = useState<Kind[]>([]);
  const [attempt, setAttempt] = useState(0);
  const again = () => setAttempt((last) => last + 1);
  const hasFault = Boolean(opened?.fault.camera ?? opened?.fault.microphone);
  const { all, offers, dismiss, look } = useDeviceList(() => hasFault && again());
  const { microphone, camera, cameraOn } = choice;

  const change = (wanted: Partial<Choice>) => {
    setReplaced([]);
    setChoice((last) => {
      const next = { ...last, ...wanted };
      keepChoice(next);
      return next;
    });
  };
  const take = useEffectEvent((found: Opened) => {
    setOpened(found);
    look();
    if (found.replaced.length === 0) return;
    for (const kind of found.replaced) change({ [kind]: '' });
    setReplaced(found.replaced);
  });
  const died = useEffectEvent((track: MediaStreamTrack) => {
    setReplaced([track.kind === 'audio' ? 'microphone' : 'camera']);
    again();
  });
  useEffect(() => {
    const endings: (() => void)[] = [];
    const wish = { microphone, ...(cameraOn ? { camera } : {}) };
    // At another try, one that hangs must not hold up the other.
    const cancel = openDevices(
      wish,
      (found) => {
        take(found);
        endings.push(() => stop(found.stream));
        for (const track of found.stream.getTracks())
          endings.push(watchTrack(track, (state) => state === 'ended' && died(track)));
      },
      attempt > 0,
    );
    return () => {
      cancel();
      for (const end of endings.reverse()) end();
    };
  }, [microphone, camera, cameraOn, attempt]);

  return {
    choice,
    opened,
    fault: opened?.fault ?? { camera: null, microphone: null },
    replaced,
    all,
    offers,
    use: (offer) => {
      dismiss(offer);
      change(offer.change);
    },
    dismiss,
    change,
    retry: () => {
      setOpened(null);
      again();
    },
  };
}

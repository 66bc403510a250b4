/** The devices of this machine, and what is plugged in while the page is open. */
import { useEffect, useEffectEvent, useState } from 'react';

import type { Choice } from './choice';

/** Something that was plugged in. A headset is a microphone and a speaker, and is taken as a whole. */
export interface Offer {
  key: string;
  label: string;
  change: Partial<Pick<Choice, 'camera' | 'microphone' | 'speaker'>>;
}

const KINDS = { audioinput: 'microphone', videoinput: 'camera', audiooutput: 'speaker' } as const;

/** What the browser calls the device that is usual at the moment; it stands for another one. */
const ALIASES = ['default', 'communications'];

/** All devices that have a name; before permission is given there are none. */
export async function listDevices(): Promise<MediaDeviceInfo[]> {
  try {
    const found = await navigator.mediaDevices.enumerateDevices();
    return found.filter(({ deviceId }) => deviceId !== '');
  } catch {
    return [];
  }
}

/** Tells all devices after each change, until the result is called. */
export function watchDevices(hear: (all: MediaDeviceInfo[]) => void): () => void {
  const media = navigator.mediaDevices as MediaDevices | undefined;
  const look = () => void listDevices().then(hear);
  media?.addEventListener('devicechange', look);
  return () => media?.removeEventListener('devicechange', look);
}

/** What has come since `before`, by the things that were plugged in. Nobody chooses a speaker alone. */
export function offersIn(before: MediaDeviceInfo[], now: MediaDeviceInfo[]): Offer[] {
  // Without permission the list is empty; what permission shows has not just been plugged in.
  if (before.length === 0) return [];
  const known = new Set(before.map(({ kind, deviceId }) => `${kind} ${deviceId}`));
  const added = now.filter(
    ({ kind, deviceId }) => !known.has(`${kind} ${deviceId}`) && !ALIASES.includes(deviceId),
  );
  const offers = new Map<string, Offer>();
  for (const { kind, deviceId, groupId, label } of added) {
    const key = groupId || deviceId;
    const offer = offers.get(key) ?? { key, label, change: {} };
    offers.set(key, { ...offer, change: { ...offer.change, [KINDS[kind]]: deviceId } });
  }
  return [...offers.values()].filter(({ change }) => change.camera ?? change.microphone);
}

/** The devices as they are now, and the newest ones, to be offered. */
export function useDeviceList(onChange: (now: MediaDeviceInfo[]) => void) {
  const [all, setAll] = useState<MediaDeviceInfo[]>([]);
  const [offers, setOffers] = useState<Offer[]>([]);
  const changed = useEffectEvent((now: MediaDeviceInfo[]) => {
    const isThere = ({ change }: Offer) =>
      now.some(({ deviceId }) => Object.values(change).includes(deviceId));
    setOffers([...offers.filter(isThere), ...offersIn(all, now)]);
    setAll(now);
    onChange(now);
  });
  useEffect(() => {
    void listDevices().then(setAll);
    return watchDevices((now) => changed(now));
  }, []);
  return {
    all,
    offers,
    dismiss: (offer: Offer) => setOffers(offers.filter(({ key }) => key !== offer.key)),
    /** Reads the list anew, as after permission was given. */
    look: () => void listDevices().then(setAll),
  };
}

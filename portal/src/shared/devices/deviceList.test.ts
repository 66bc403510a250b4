import { expect, it } from 'vitest';

import { offersIn } from './deviceList';

const device = (kind: MediaDeviceKind, deviceId: string, groupId = '', label = deviceId) =>
  ({ kind, deviceId, groupId, label }) as MediaDeviceInfo;

const BEFORE = [device('audioinput', 'default'), device('audioinput', 'built-in')];

it('offers a headset as a whole', () => {
  const headset = [
    device('audioinput', 'h-mic', 'h', 'Headset'),
    device('audiooutput', 'h-out', 'h', 'Headset'),
  ];
  expect(offersIn(BEFORE, [...BEFORE, ...headset])).toEqual([
    { key: 'h', label: 'Headset', change: { microphone: 'h-mic', speaker: 'h-out' } },
  ]);
});

it('offers neither what permission shows nor a speaker alone', () => {
  expect(offersIn([], BEFORE)).toEqual([]);
  expect(offersIn(BEFORE, [...BEFORE, device('audiooutput', 'tv')])).toEqual([]);
});

import { afterEach, expect, it, vi } from 'vitest';

import { openDevices, PATIENCE_MS, type Opened } from './openDevices';

class Stream {
  constructor(private readonly tracks: MediaStreamTrack[] = []) {}
  getTracks = () => this.tracks;
}
vi.stubGlobal('MediaStream', Stream);

const track = (kind: 'audio' | 'video', deviceId: string) => ({
  kind,
  stop: vi.fn(),
  getSettings: () => ({ deviceId }),
});

/** A browser that answers each request in this way. */
function browser(getUserMedia: (wish: MediaStreamConstraints) => Promise<unknown>) {
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
}

/** What is heard first. */
const first = (wish: { microphone?: string; camera?: string }) =>
  new Promise<Opened>((resolve) => openDevices(wish, resolve));

afterEach(() => vi.useRealTimers());

it('gives both, and says when another device came than was chosen', async () => {
  browser(() =>
    Promise.resolve(new Stream([track('audio', 'built-in'), track('video', 'c1')] as never)),
  );
  const { fault, replaced, stream } = await first({ microphone: 'headset', camera: 'c1' });
  expect(fault).toEqual({ microphone: null, camera: null });
  expect(replaced).toEqual(['microphone']);
  expect(stream.getTracks()).toHaveLength(2);
});

it('asks for the chosen device and no other, and for the usual one if that is gone', async () => {
  const asked: unknown[] = [];
  browser(({ audio, video }) => {
    asked.push({ audio, video });
    if (typeof audio === 'object')
      return Promise.reject(Object.assign(new Error(), { name: 'OverconstrainedError' }));
    return Promise.resolve(new Stream([track('audio', 'built-in')] as never));
  });
  const { fault, replaced, stream } = await first({ microphone: 'unplugged' });
  expect(asked).toEqual([
    { audio: { deviceId: { exact: 'unplugged' } }, video: false },
    { audio: true, video: false },
  ]);
  expect(fault).toEqual({ microphone: null, camera: null });
  expect(replaced).toEqual(['microphone']);
  expect(stream.getTracks()).toHaveLength(1);
});

it('gives the microphone although the camera can’t be used', async () => {
  browser(({ video }) =>
    video
      ? Promise.reject(new DOMException('', 'NotReadableError'))
      : Promise.resolve(new Stream([track('audio', 'm1')] as never)),
  );
  const { fault, stream } = await first({ microphone: '', camera: '' });
  expect(fault).toEqual({ microphone: null, camera: 'busy' });
  expect(stream.getTracks()).toHaveLength(1);
});

it('finds no device where the browser has none to give', async () => {
  vi.stubGlobal('navigator', {});
  expect((await first({ microphone: '' })).fault).toEqual({ microphone: 'missing', camera: null });
});

it('says after some seconds that a device does not answer, and takes it when it does', async () => {
  vi.useFakeTimers();
  let answer: (stream: unknown) => void = () => undefined;
  browser(() => new Promise((resolve) => (answer = resolve)));
  const heard: Opened[] = [];
  openDevices({ microphone: '' }, (opened) => heard.push(opened));
  await vi.advanceTimersByTimeAsync(PATIENCE_MS);
  expect(heard.map(({ fault }) => fault.microphone)).toEqual(['silent']);
  answer(new Stream([track('audio', 'm1')] as never));
  await vi.advanceTimersByTimeAsync(0);
  expect(heard.map(({ fault }) => fault.microphone)).toEqual(['silent', null]);
});

it('lets go of a device that comes after nobody wants it any more', async () => {
  vi.useFakeTimers();
  const late = track('audio', 'm1');
  let answer: (stream: unknown) => void = () => undefined;
  browser(() => new Promise((resolve) => (answer = resolve)));
  const hear = vi.fn();
  openDevices({ microphone: '' }, hear)();
  answer(new Stream([late] as never));
  await vi.advanceTimersByTimeAsync(PATIENCE_MS);
  expect(late.stop).toHaveBeenCalled();
  expect(hear).not.toHaveBeenCalled();
});

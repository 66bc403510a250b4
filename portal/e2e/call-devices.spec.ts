/** Devices that hang, die, vanish or appear (S12). */
import type { Page } from '@playwright/test';

import { atTheDoor, expectMoving, inTheCall, joinAsHost, picture } from './support/call';
import { expect, test } from './support/test';

/** Keeps what the page opens, so that a test can let it die, and asks for nothing while `hangs` is set. */
const keepStreams = () => {
  const page = window as unknown as { streams: MediaStream[]; hangs: boolean };
  const media = navigator.mediaDevices;
  const open = media.getUserMedia.bind(media);
  page.streams = [];
  media.getUserMedia = async (wish) => {
    if (page.hangs) return new Promise(() => undefined);
    const stream = await open(wish);
    page.streams.push(stream);
    return stream;
  };
};

/** All tracks of a kind die without an event, as those of a headset whose battery is empty. */
const killTracks = (page: Page, kind: 'audio' | 'video') =>
  page.evaluate((which) => {
    const { streams } = window as unknown as { streams: MediaStream[] };
    for (const track of streams.flatMap((stream) => stream.getTracks()))
      if (track.kind === which) track.stop();
  }, kind);

const setHangs = (page: Page, hangs: boolean) =>
  page.evaluate((value) => {
    (window as unknown as { hangs: boolean }).hangs = value;
  }, hangs);

test('a microphone and a camera that die in the call are replaced, and it is said', async ({
  page,
  context,
  browser,
  stack,
  watching,
}) => {
  await context.addInitScript(keepStreams);
  const { visit } = await inTheCall({ page, browser, stack, watching });
  await killTracks(page, 'audio');
  await expect(page.getByText('Your microphone stopped working.')).toBeVisible();
  await expect(page.getByText('Good connection')).toBeVisible();
  await killTracks(page, 'video');
  await expect(page.getByText('Your camera stopped working.')).toBeVisible();
  await expectMoving(picture(visit, 'other'));

  // A device that dies within three seconds is not opened again, so this one has to live longer.
  const since = await page.evaluate(() => performance.now());
  await page.waitForFunction((from) => performance.now() - from > 3_000, since);
  await setHangs(page, true);
  await killTracks(page, 'audio');
  await expect(page.getByText('your microphone does not answer')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('Good connection')).toBeHidden();
  await setHangs(page, false);
  await page.getByRole('status').getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('Good connection')).toBeVisible();
});

test('a chosen device that is gone gives way to the usual one, and a new one is offered', async ({
  page,
}) => {
  await page.addInitScript(() => {
    const kept = { microphone: 'unplugged', camera: '', speaker: 'unplugged' };
    sessionStorage.setItem('anteroom.devices', JSON.stringify(kept));
  });
  await page.goto('/tech-check');
  await expect(page.getByText('The microphone you used is no longer connected.')).toBeVisible();
  await expect(page.getByText('Your microphone works.')).toBeVisible();
  await page.evaluate(async () => {
    const all = await navigator.mediaDevices.enumerateDevices();
    const headset = { kind: 'audioinput', deviceId: 'new', groupId: 'new', label: 'My headset' };
    navigator.mediaDevices.enumerateDevices = () =>
      Promise.resolve([...all, headset as MediaDeviceInfo]);
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  });
  await expect(page.getByText('My headset is now connected.')).toBeVisible();
  await page.getByRole('button', { name: 'Not now' }).click();
  await expect(page.getByText('My headset is now connected.')).toBeHidden();
});

test('a browser that never answers about devices keeps nobody out', async ({
  page,
  context,
  browser,
  stack,
  watching,
}) => {
  await context.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => new Promise(() => undefined);
    navigator.mediaDevices.enumerateDevices = () => new Promise(() => undefined);
  });
  const { visit } = await atTheDoor({ page, browser, stack, watching });
  await expect(page.getByText('Your microphone does not answer.')).toBeVisible();
  await joinAsHost(page);
  await expectMoving(picture(page, 'other'));
  await expect(page.getByText('your microphone does not answer')).toBeVisible();
  await expect(visit.getByText('Dr Grace Tan is here, without a picture.')).toBeVisible();
});

test('a line that never comes has a next step within ten seconds, and the member goes on asking', async ({
  page,
  browser,
  stack,
  watching,
}) => {
  const { visit } = await atTheDoor({ page, browser, stack, watching });
  await visit.evaluate(() => {
    // The signalling of the meeting never opens.
    window.WebSocket = class extends EventTarget {
      readyState = 0;
      close = () => undefined;
      send = () => undefined;
    } as unknown as typeof WebSocket;
  });
  await joinAsHost(page);
  await expect(visit.getByText('Connecting …').first()).toBeVisible({ timeout: 20_000 });
  await expect(visit.getByText('This takes longer than usual.')).toBeVisible();
  await expect(visit.getByRole('button', { name: 'Try again' })).toBeVisible();
  await visit.waitForRequest('**/visit/join');
});

test('a browser that can’t hold a call says so, and the member goes on asking', async ({
  page,
  browser,
  stack,
  watching,
}) => {
  const { visit } = await atTheDoor({ page, browser, stack, watching });
  await visit.evaluate(() => {
    delete (window as Partial<typeof window>).RTCPeerConnection;
  });
  await joinAsHost(page);
  await expect(
    visit.getByRole('heading', { name: 'This browser can’t hold video calls' }),
  ).toBeVisible();
  await visit.waitForRequest('**/visit/join');
});

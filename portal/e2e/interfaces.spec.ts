import { atTheDoor, enter, expectMoving, joinAsHost, linkOf, picture } from './support/call';
import { signInByHand, speak } from './support/pages';
import { book, makeMember, makeProvider } from './support/people';
import { expect, test } from './support/test';

/**
 * What a browser may lack, or refuse, and how it is taken away before the portal's scripts run. What stands
 * together is taken away in one walk: nothing that does without the one would use the other.
 */
const MISSING: Record<string, string>[] = [
  {
    'AbortSignal.any and timeout': 'delete AbortSignal.any; delete AbortSignal.timeout',
    AudioContext: 'delete window.AudioContext; delete window.webkitAudioContext',
  },
  {
    BroadcastChannel: 'delete window.BroadcastChannel',
    setSinkId:
      'delete HTMLMediaElement.prototype.setSinkId; delete HTMLMediaElement.prototype.sinkId',
  },
  {
    'a BroadcastChannel that is refused':
      'window.BroadcastChannel = class { constructor() { throw new DOMException("no", "SecurityError") } }',
    'MediaStreamTrack.getCapabilities': 'delete MediaStreamTrack.prototype.getCapabilities',
  },
  {
    'crypto.randomUUID': 'delete Crypto.prototype.randomUUID',
    'observers of size and sight':
      'delete window.ResizeObserver; delete window.IntersectionObserver',
  },
  {
    structuredClone: 'delete window.structuredClone',
    'navigator.permissions': 'delete Navigator.prototype.permissions',
  },
  {
    'newer parts of the language':
      'for (const name of ["findLast", "findLastIndex", "toSorted", "toReversed", "toSpliced", "with"]) delete Array.prototype[name];' +
      'delete Object.groupBy; delete Map.groupBy; delete Promise.withResolvers; delete Array.fromAsync; delete URL.canParse',
    'navigator.wakeLock': 'delete Navigator.prototype.wakeLock',
  },
  {
    'a wake lock that throws':
      // A page that is not loaded yet has no WakeLock.
      'if (window.WakeLock) Object.defineProperty(WakeLock.prototype, "request", { value() { throw new Error("no") } })',
    'a newer Intl':
      'for (const name of ["supportedValuesOf", "RelativeTimeFormat", "ListFormat", "Segmenter", "DurationFormat", "DisplayNames"]) delete Intl[name];' +
      'delete Intl.DateTimeFormat.prototype.formatRange; delete Intl.DateTimeFormat.prototype.formatRangeToParts;' +
      'delete Intl.Locale.prototype.getTextInfo; delete Intl.Locale.prototype.textInfo',
  },
  {
    'AudioContext that can’t be made':
      'window.AudioContext = class { constructor() { throw new Error("no") } }',
    'zones and their names': `
      const Format = Intl.DateTimeFormat;
      const named = ["short", "long", undefined];
      Intl.DateTimeFormat = function (locales, options) {
        if (options?.timeZone?.includes("/")) throw new RangeError("no such zone");
        if (!named.includes(options?.timeZoneName)) throw new RangeError("no such name");
        return new Format(locales, options);
      };
      Intl.DateTimeFormat.prototype = Format.prototype;
      Intl.DateTimeFormat.supportedLocalesOf = Format.supportedLocalesOf`,
  },
  {
    'navigator.locks': 'delete Navigator.prototype.locks',
    'Worker and AudioWorklet':
      'delete window.Worker; delete window.SharedWorker; delete window.AudioWorklet; delete window.AudioWorkletNode;' +
      // Only a page in a secure context has them.
      'if (window.BaseAudioContext) delete BaseAudioContext.prototype.audioWorklet',
    'requestIdleCallback, visualViewport and Notification':
      'delete window.requestIdleCallback; delete window.visualViewport; delete window.Notification',
  },
  {
    'navigator.mediaDevices': 'delete Navigator.prototype.mediaDevices',
  },
];

for (const missing of MISSING) {
  const names = Object.keys(missing);
  test(`from the email’s link to both pictures without ${names.join(', and without ')}`, async ({
    page,
    context,
    browser,
    stack,
    watching,
  }) => {
    const [provider, member] = [await makeProvider(stack), await makeMember(stack)];
    const booking = await book(stack, { provider, member, inMinutes: 5 });
    const theirs = await browser.newContext({ baseURL: stack.url });
    await watching.watch(theirs);
    for (const each of [context, theirs])
      for (const script of Object.values(missing)) await each.addInitScript(script);
    const visit = await theirs.newPage();
    await visit.goto(await linkOf(stack, member));
    await speak(visit, 'en');
    await enter(visit);
    await expect(visit.getByText('You are in the waiting room')).toBeVisible();
    await signInByHand(page, provider, `/call/${booking.id}`);
    await expect(page.getByText('is in the waiting room.')).toBeVisible();
    await joinAsHost(page);
    if (names.includes('navigator.mediaDevices')) {
      // Nothing can be sent, but they are in, and told so.
      await expect(visit.getByText('Dr Grace Tan is here, without a picture.')).toBeVisible();
      await expect(visit.getByText('Nobody can hear you: no microphone was found.')).toBeVisible();
      await theirs.close();
      return;
    }
    await expectMoving(picture(visit, 'other'));
    await expectMoving(picture(page, 'other'));
    // A call that goes on would take the machine from the next test.
    await theirs.close();
  });
}

/** As Safari does it: only a click in the call itself lets sound play. */
function silenced() {
  const play = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'play')
    ?.value as () => Promise<void>;
  let clicked = false;
  const isPlay = ({ target }: Event) =>
    target instanceof Element && target.closest('button')?.textContent === 'Turn sound on';
  window.addEventListener('click', (event) => (clicked ||= isPlay(event)), { capture: true });
  HTMLMediaElement.prototype.play = function () {
    if (clicked || !(this instanceof HTMLAudioElement)) return play.call(this);
    return Promise.reject(new DOMException('not without a click', 'NotAllowedError'));
  };
}

test('sound that a browser does not play by itself is one click away', async ({
  page,
  browser,
  stack,
  watching,
}) => {
  const { visit } = await atTheDoor({ page, browser, stack, watching }, silenced);
  await joinAsHost(page);
  await expectMoving(picture(visit, 'other'));
  await expect(visit.getByText('Your browser is holding back the sound.')).toBeVisible();
  await visit.getByRole('button', { name: 'Turn sound on' }).click();
  await expect(visit.getByText('Your browser is holding back the sound.')).toBeHidden();
  await visit.context().close();
});

for (const [name, script] of [
  ['RTCPeerConnection', 'delete window.RTCPeerConnection; delete window.webkitRTCPeerConnection'],
  ['MediaStream', 'delete window.MediaStream; delete window.webkitMediaStream'],
  ['WebSocket', 'delete window.WebSocket'],
] as const)
  test(`a member whose browser lacks ${name} is told what to do`, async ({
    page,
    browser,
    stack,
    watching,
  }) => {
    const { visit } = await atTheDoor({ page, browser, stack, watching }, script);
    await expect(visit.getByText('You are in the waiting room')).toBeVisible();
    await joinAsHost(page);
    const title = 'This browser can’t hold video calls';
    await expect(visit.getByRole('heading', { name: title })).toBeVisible();
    await expect(visit.getByText('can also be held by phone.')).toBeVisible();
    await visit.context().close();
  });

test('a browser that is too old for the portal is told so', async ({ browser, stack }) => {
  // Not watched: the error in the script is what is looked at.
  const old = await browser.newContext({ baseURL: stack.url });
  const page = await old.newPage();
  await page.route('**/assets/index-*.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: 'let page = a ?? ?? b;' }),
  );
  await page.goto('/visit#link');
  await expect(page.getByText('This browser is too old for this page.')).toBeVisible();
  await old.close();
});

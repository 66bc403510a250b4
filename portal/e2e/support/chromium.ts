/** How Chromium is started: without a window, with a camera and a microphone that are made up. */

/** Debian's Chromium, or the one that the environment names. Nothing is downloaded. */
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/**
 * What Chromium is to do without. Only the last switch of this kind counts, so Playwright's own features
 * are repeated first. The others are pages of Chromium's address bar, which nobody sees: they are loaded with
 * every window and take as much of the processor as a page of the portal.
 */
const without = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
];

/** `answer` is what somebody says whom the browser asks for camera and microphone. */
export function chromium(answer: 'allow' | 'deny' = 'allow') {
  const args = [
    '--use-fake-device-for-media-stream',
    `--use-fake-ui-for-media-stream${answer === 'deny' ? '=deny' : ''}`,
    '--auto-select-desktop-capture-source=Entire screen',
    '--autoplay-policy=no-user-gesture-required',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    `--disable-features=${without.join(',')}`,
  ];
  return { executablePath, args };
}

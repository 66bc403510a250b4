/**
 * How long the first load of the main pages takes with an empty cache, on a slow line and a slow phone. Run it
 * while the machine does nothing else: `npm run measure:loads`.
 */
import type { Browser, Locator, Page } from '@playwright/test';

import { linkOf } from '../support/call';
import { CONCIERGE, signIn } from '../support/pages';
import { book, makeMember, makeProvider } from '../support/people';
import { expect, test } from '../support/test';
import { compressing } from './compressing';

const RUNS = 5;

/** 1.6 Mbit/s down, 0.75 up, 150 ms there and back. */
const SLOW = {
  offline: false,
  latency: 150,
  downloadThroughput: 1_600_000 / 8,
  uploadThroughput: 750_000 / 8,
};

/** How many times slower the processor is than this one. */
const CPU = 4;

interface Load {
  /** Milliseconds until the largest picture or text is painted. */
  lcp: number;
  /** How much of the page moved by itself; 0.1 is the most that counts as good. */
  cls: number;
  /** Milliseconds of long tasks beyond the first 50 of each. */
  tbt: number;
  /** Bytes on the line. */
  js: number;
  fonts: number;
  what: string;
}

test('first loads on a slow line', async ({ page, browser, stack }) => {
  test.setTimeout(RUNS * 120_000);
  const [provider, member] = [await makeProvider(stack), await makeMember(stack)];
  await book(stack, { provider, member, inMinutes: 60 });
  const link = await linkOf(stack, member);
  const server = await compressing(stack);
  const places: [string, { id: string } | null, string, (page: Page) => Locator][] = [
    ['Today', provider, '/', (open) => open.getByRole('article').first()],
    ['member’s link', null, link, (open) => open.getByRole('heading', { level: 1 })],
    ['Desk', CONCIERGE, '/concierge', (open) => open.getByRole('main').getByRole('link').first()],
  ];
  for (const [name, who, path, whole] of places) {
    // Who signs in does so at the stack itself, which knows no other address of the portal.
    if (who) await signIn(page, who);
    const stored = who
      ? await page.evaluate(() => Object.fromEntries(Object.entries(sessionStorage)))
      : {};
    const loads: Load[] = [];
    for (let run = 0; run < RUNS; run += 1)
      loads.push(await load(browser, server.url, path, stored, whole));
    const of = (key: keyof Omit<Load, 'what'>) => median(loads.map((each) => each[key]));
    const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
    console.log(
      `${name}: LCP ${of('lcp').toFixed(0)} ms (${loads.at(-1)?.what}), CLS ${of('cls').toFixed(3)}, ` +
        `TBT ${of('tbt').toFixed(0)} ms, JavaScript ${kB(of('js'))}, fonts ${kB(of('fonts'))}; median of ${RUNS}.`,
    );
  }
  server.stop();
});

async function load(
  browser: Browser,
  url: string,
  path: string,
  stored: Record<string, string>,
  whole: (page: Page) => Locator,
): Promise<Load> {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.goto('/icon.svg');
  await page.evaluate(
    (all) => Object.entries(all).forEach(([key, value]) => sessionStorage.setItem(key, value)),
    stored,
  );
  await page.addInitScript(watch);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', SLOW);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU });
  await page.goto(path);
  await expect(whole(page)).toBeVisible({ timeout: 60_000 });
  await page.waitForLoadState('networkidle');
  const seen = await page.evaluate(() => {
    const files = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    const bytes = (end: string) =>
      files
        .filter(({ name }) => name.endsWith(end))
        .reduce((sum, { transferSize }) => sum + transferSize, 0);
    const { loading } = window as unknown as {
      loading: Pick<Load, 'lcp' | 'cls' | 'tbt' | 'what'>;
    };
    return { ...loading, js: bytes('.js'), fonts: bytes('.woff2') };
  });
  await context.close();
  return seen;
}

/** Notes what a load is judged by. To be run in the page, before all else. */
function watch() {
  const loading = { lcp: 0, cls: 0, tbt: 0, what: '' };
  (window as unknown as { loading: typeof loading }).loading = loading;
  const see = (type: string, note: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({
      type,
      buffered: true,
    });
  see('largest-contentful-paint', (entry) => {
    loading.lcp = entry.startTime;
    loading.what =
      (entry as unknown as { element?: Element }).element?.textContent.slice(0, 40) ?? '';
  });
  see('layout-shift', (entry) => {
    loading.cls += (entry as unknown as { value: number }).value;
  });
  see('longtask', ({ duration }) => {
    loading.tbt += Math.max(0, duration - 50);
  });
}

function median(values: number[]): number {
  return values.slice().sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

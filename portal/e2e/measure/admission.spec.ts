import type { Page } from '@playwright/test';

import { atTheDoor, joinAsHost } from '../support/call';
import { expect, test } from '../support/test';

const RUNS = 20;

/** How long it may take at the median. */
const MOST_MS = 3_000;

test('from the provider’s being in to their picture on the member’s page', async ({
  browser,
  stack,
  watching,
}) => {
  test.setTimeout(RUNS * 30_000);
  const sinceIn: number[] = [];
  const sinceClick: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const theirs = await browser.newContext({ baseURL: stack.url });
    const page = await theirs.newPage();
    const { visit } = await atTheDoor({ page, browser, stack, watching });
    // The first report says that the provider is in.
    const joined = page.waitForRequest(/\/presence$/).then(() => Date.now());
    const shown = firstPicture(visit);
    const click = Date.now();
    await joinAsHost(page);
    const isIn = await joined;
    const seen = await shown;
    sinceIn.push(seen - isIn);
    sinceClick.push(seen - click);
    await Promise.all([theirs.close(), visit.context().close()]);
  }
  tell('since the provider is in', sinceIn);
  tell('since the provider clicked Join', sinceClick);
  expect(median(sinceIn)).toBeLessThan(MOST_MS);
});

/** When the member's page first draws a frame of the other's picture. */
function firstPicture(visit: Page): Promise<number> {
  return visit.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = () => {
          const video = document.querySelector<HTMLVideoElement>('[data-what="other"] video');
          if (!video) requestAnimationFrame(look);
          else video.requestVideoFrameCallback(() => resolve(Date.now()));
        };
        look();
      }),
  );
}

function median(times: number[]): number {
  const sorted = times.slice().sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Infinity;
}

function tell(what: string, times: number[]) {
  const [least, most] = [Math.min(...times), Math.max(...times)];
  const words = [least, median(times), most].map((time) => `${time.toFixed(0)} ms`);
  console.log(`${times.length} runs, ${what}: least, median, most ${words.join(', ')}.`);
}

import type { Page } from '@playwright/test';

import { atTheDoor, joinAsHost } from '../support/call';
import { expect, test } from '../support/test';

const RUNS = 20;

/** How long it may take at the median. */
const MOST_MS = 2_000;

/** Before the start: the first of the providers, and those who are on time. */
const EARLY_MS = 300_000;
const ON_TIME_MS = 30_000;

test('from the provider’s being in to their picture on the member’s page', async ({
  browser,
  stack,
  watching,
}) => {
  test.setTimeout(RUNS * 60_000);
  const onTime = await measure(ON_TIME_MS);
  const early = await measure(EARLY_MS);
  expect(median(onTime)).toBeLessThan(MOST_MS);
  expect(median(early)).toBeLessThan(1.5 * MOST_MS);

  /** Has providers come in so long before the start. */
  async function measure(msBefore: number): Promise<number[]> {
    const sinceIn: number[] = [];
    const sinceClick: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const theirs = await browser.newContext({ baseURL: stack.url });
      const page = await theirs.newPage();
      const { visit, booking } = await atTheDoor({ page, browser, stack, watching });
      const left = Date.parse(booking.startsAt) - (await stack.now()).getTime() - msBefore;
      if (left > 1_000) await stack.advance(`PT${Math.floor(left / 1_000)}S`);
      // Members ask every four seconds at most: the runs come at different moments between two questions.
      await page.waitForTimeout(5_000 + (4_000 * run) / RUNS);
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
    const when = `${msBefore / 60_000} minutes before the start`;
    tell(`${when}, since the provider is in`, sinceIn);
    tell(`${when}, since the provider clicked Join`, sinceClick);
    return sinceIn;
  }
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

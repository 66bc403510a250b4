/**
 * Pictures of the main pages in every state, width, theme and language, to be looked at in `e2e/screenshots/states`.
 * One state alone: `npm run pictures -- -g "state: many"`.
 */
import { test as base, type Page } from '@playwright/test';

import { startInTheMorning } from '../support/morning';
import type { Stack } from '../support/stack';
import { failing, many, nothing, offline, one, open, waiting, type State } from '../support/states';

const WIDTHS = [
  [390, 844],
  [768, 1024],
  [1366, 768],
] as const;

// Each test has a stack of its own: the desk shows the sessions of all.
const test = base.extend<{ fresh: Stack }>({
  fresh: async ({}, use) => {
    const stack = await startInTheMorning();
    await use(stack);
    await stack.stop();
  },
  baseURL: async ({ fresh }, use) => use(fresh.url),
});

test('state: empty', async ({ page, fresh }) => take(page, await nothing(fresh)));
test('state: one', async ({ page, fresh }) => take(page, await one(fresh)));
test('state: many', async ({ page, fresh }) => take(page, await many(fresh)));
test('state: error', async ({ page, fresh }) => take(page, failing(await many(fresh))));
test('state: offline', async ({ page, fresh }) => take(page, offline(await many(fresh))));
test('state: loading', async ({ page, fresh }) => take(page, waiting(await many(fresh))));

async function take(page: Page, { name, places, answer }: State) {
  for (const place of places)
    for (const language of ['en', 'vi']) {
      await page.setViewportSize({ width: 1366, height: 768 });
      await open(page, place, language, answer);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        for (const [width, height] of WIDTHS) {
          await page.setViewportSize({ width, height });
          const file = [place.name, name, width, colorScheme, language].join('-');
          await page.screenshot({ path: `e2e/screenshots/states/${file}.png`, fullPage: true });
        }
      }
    }
}

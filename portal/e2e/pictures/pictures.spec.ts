/**
 * Pictures of the main pages in every width, theme and language, to be looked at in `e2e/screenshots`, and
 * those of the docs in `docs/pictures`. One place alone: `npm run pictures -- -g desk`.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from '@playwright/test';

import { signIn } from '../support/pages';
import { Stack } from '../support/stack';
import { expect, test as base } from '../support/test';
import { maiWaits, nextMorning, type Demo } from './demo';
import { places, type Place } from './places';

const WIDTHS = [390, 768, 1366];
const HEIGHTS: Record<number, number> = { 390: 844, 768: 1024, 1366: 768 };

/** Pictures of the docs: the place, and its width. */
const DOCS: Record<string, number> = {
  today: 1366,
  'member-book': 1366,
  desk: 1366,
  visit: 390,
  'waiting-room': 390,
};

/** The most bytes of a picture of the docs. */
const MOST = 80_000;

const docs = join(import.meta.dirname, '../../../docs/pictures');

const test = base.extend<object, { stack: Stack; demo: Demo }>({
  stack: [
    async ({}, use) => {
      const stack = await Stack.startDemo();
      await use(stack);
      await stack.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  demo: [async ({ stack }, use) => use(await nextMorning(stack)), { scope: 'worker' }],
});

// Link and id are known once the stack runs; how many places there are, and their names, before.
places('', '').forEach(({ name }, index) =>
  test(name, async ({ page, stack, demo: { next, link } }) => {
    const place = places(link, next.id)[index];
    if (!place) throw new Error('There is no such place.');
    for (const language of ['en', 'vi']) {
      await maiWaits(stack, next);
      await open(page, place, language);
      for (const scheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
        for (const width of WIDTHS) await take(page, place, width, language, scheme);
      }
    }
  }),
);

async function open(page: Page, { as, path, prepare, whole }: Place, language: string) {
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.goto('/icon.svg');
  await page.evaluate((words) => {
    sessionStorage.clear();
    sessionStorage.setItem('anteroom.language', words);
  }, language);
  if (as) await signIn(page, as, path);
  else await page.goto(path);
  await expect(page.locator('html')).toHaveAttribute('lang', language);
  await prepare?.(page);
  await expect(whole(page)).toBeVisible();
  await page.waitForLoadState('networkidle');
}

async function take(page: Page, place: Place, width: number, language: string, scheme: string) {
  const height = HEIGHTS[width] ?? 800;
  await page.setViewportSize({ width, height });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme);
  const name = [place.name, width, scheme, language].join('-');
  await page.screenshot({ path: `e2e/screenshots/pictures/${name}.png`, fullPage: true });
  if (DOCS[place.name] === width && scheme === 'light' && language === 'en')
    await keep(page, place.name);
}

/** Keeps what is in the window as a small file. Playwright has no WebP, Chromium has. */
async function keep(page: Page, name: string) {
  const devtools = await page.context().newCDPSession(page);
  const shot = { format: 'webp', quality: 80 } as const;
  const { data } = await devtools.send('Page.captureScreenshot', shot);
  await devtools.detach();
  const file = Buffer.from(data, 'base64');
  expect(file.length, name).toBeLessThan(MOST);
  await mkdir(docs, { recursive: true });
  await writeFile(join(docs, `${name}.webp`), file);
}

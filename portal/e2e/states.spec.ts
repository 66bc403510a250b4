import type { Page } from '@playwright/test';

import { testInTheMorning } from './support/morning';
import { expectAccessible, expectContrast, misfits } from './support/pages';
import { failing, many, nothing, offline, open, waiting, type State } from './support/states';
import { expect } from './support/test';

const test = testInTheMorning();

/** Windows, and the size of the text: the usual one and twice that, each in pixels. */
const SIZES = [
  [390, 844, 16],
  [768, 1024, 16],
  [1366, 768, 16],
  [1366, 768, 32],
  [390, 844, 32],
] as const;

test('every state of the main pages fits, also with text of twice the size, and has no fault of access', async ({
  page,
  stack,
}) => {
  await look(page, await nothing(stack), 'vi');
  const scene = await many(stack);
  await look(page, scene, 'en');
  await look(page, some(failing(scene), 'today', 'bookings', 'desk', 'weeks', 'visit'), 'vi');
  await look(page, some(offline(scene), 'visit'), 'vi');
  await look(page, some(waiting(scene), 'bookings', 'desk', 'visit'), 'vi');
});

/** Few places stand for all where the same is shown on each. */
const some = (state: State, ...names: string[]): State => ({
  ...state,
  places: state.places.filter(({ name }) => names.includes(name)),
});

async function look(page: Page, { name, places, answer }: State, language: string) {
  const devtools = await page.context().newCDPSession(page);
  const grow = (size: number) =>
    devtools.send('Page.setFontSizes', { fontSizes: { standard: size } });
  for (const place of places)
    await test.step(`${name}: ${place.name}`, async () => {
      await page.setViewportSize({ width: 1366, height: 768 });
      await open(page, place, language, answer);
      const found: Record<string, string[]> = {};
      for (const [width, height, font] of SIZES) {
        await grow(font);
        await page.setViewportSize({ width, height });
        const faults = [...(await page.evaluate(misfits)), ...(await page.evaluate(cutOff))];
        if (faults.length > 0) found[`${width} px, text of ${font} px`] = faults;
      }
      await grow(16);
      expect.soft(found, `${name}: ${place.name}`).toEqual({});
      // Full pages are looked at by the tests of what is done on them.
      if (name === 'many') return;
      await expectAccessible(page);
      await page.emulateMedia({ colorScheme: 'dark' });
      await expectContrast(page);
      await page.emulateMedia({ colorScheme: 'light' });
    });
  await devtools.detach();
}

/** Words that are not all to be seen where they stand. A session in a calendar is as high as its time. To be run in the page. */
function cutOff(): string[] {
  return [...document.querySelectorAll<HTMLElement>('body *')]
    .filter((element) => {
      const { clientWidth, clientHeight, scrollWidth, scrollHeight } = element;
      const isCut = scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1;
      if (!isCut || clientWidth <= 2 || !element.checkVisibility()) return false;
      const { overflow } = getComputedStyle(element);
      return /hidden|clip/.test(overflow) && !element.matches('input, [class*="eventInner"]');
    })
    .map(({ outerHTML }) => outerHTML.slice(0, 120));
}

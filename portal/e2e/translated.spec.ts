import type { Page } from '@playwright/test';

import { enter, expectMoving, joinAsHost, linkOf, picture } from './support/call';
import { signIn } from './support/pages';
import { book, makeMember, makeProvider } from './support/people';
import { expect, test } from './support/test';

/** Translates as browsers do, again and again: each text of the page is put into a `font`. */
async function translate(page: Page) {
  await page.evaluate(() => {
    const wrap = () => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const found: Text[] = [];
      while (walker.nextNode()) found.push(walker.currentNode as Text);
      for (const text of found) {
        if (text.data.trim() === '' || text.parentElement?.nodeName === 'FONT') continue;
        const font = document.createElementNS('http://www.w3.org/1999/xhtml', 'font');
        text.replaceWith(font);
        font.append(text);
      }
    };
    wrap();
    new MutationObserver(wrap).observe(document.body, { childList: true, subtree: true });
  });
}

test('a door that is translated goes on while the member comes and goes, and lets in', async ({
  page,
  browser,
  stack,
  watching,
}) => {
  const [provider, member] = [await makeProvider(stack), await makeMember(stack)];
  const booking = await book(stack, { provider, member, inMinutes: 5 });
  const link = await linkOf(stack, member);
  const theirs = await browser.newContext({ baseURL: stack.url });
  await watching.watch(theirs);
  const come = async () => {
    const visit = await theirs.newPage();
    await visit.goto(link);
    await enter(visit);
    await expect(waits).toBeVisible();
    return visit;
  };
  await signIn(page, provider, `/call/${booking.id}`);
  const join = page.getByRole('button', { name: 'Join', exact: true });
  await expect(join).toBeEnabled();
  await translate(page);
  const waits = page.getByText('Nguyễn Thị Mai is in the waiting room.');
  for (let times = 0; times < 2; times += 1) {
    const visit = await come();
    await expect(join).toBeVisible();
    await visit.close();
    await expect(waits).toBeHidden({ timeout: 30_000 });
    await expect(join).toBeVisible();
  }
  expect(await page.locator('main font').count()).toBeGreaterThan(5);
  const visit = await come();
  await joinAsHost(page);
  await expectMoving(picture(visit, 'other'));
});

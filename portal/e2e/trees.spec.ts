/**
 * What a screen reader finds on the main pages: their trees of access, held in `trees.spec.ts-snapshots`. After
 * a change that is meant, `npx playwright test --update-snapshots=changed e2e/trees.spec.ts` writes them anew.
 */
import type { Locator } from '@playwright/test';

import { freeDays } from './support/booker';
import { enter, linkOf } from './support/call';
import { testInTheMorning } from './support/morning';
import { CONCIERGE, signIn, speak } from './support/pages';
import { book, makeMember, makeProvider, met, propose } from './support/people';
import { expect } from './support/test';

const test = testInTheMorning();

/** What differs from run to run: ids of bookings and requests, and minutes that pass. */
const VARIES = /\bbkg_\w+|(?<=Request )\S+|(?<=Now, )[\d:]+|(?<=in )\d+(?= minutes)/g;

const isDots = (line = '') => line.trim() === '…';

/** The tree of a part of the page. Of lines, or pairs of lines, that come more than three times the first three are kept. */
async function treeOf(part: Locator): Promise<string> {
  const lines = (await part.ariaSnapshot()).replace(VARIES, '…').split('\n');
  const shape = (line = '') => line.replace(/(?<=option) ".*"/, '').replace(/\d+/g, '0');
  const isMore = (line: string, at: number) =>
    [1, 2].some((period) =>
      [1, 2, 3].every((times) => shape(lines[at - period * times]) === shape(line)),
    );
  const told = lines.map((line, at) => (isMore(line, at) ? line.replace(/\S.*/, '…') : line));
  return told.filter((line, at) => !isDots(line) || !isDots(told[at - 1])).join('\n');
}

/** Holds the tree of a part of the page, once it has come to rest. */
async function expectTree(part: Locator, name: string) {
  await part.page().waitForLoadState('networkidle');
  await expect(async () => {
    expect(`${await treeOf(part)}\n`).toMatchSnapshot(`${name}.txt`);
  }).toPass({ timeout: 10_000 });
}

test('the main pages read well from top to bottom', async ({ page, browser, stack, watching }) => {
  const provider = await makeProvider(stack, { id: 'prv_grace', email: 'grace@example.com' });
  const mai = await makeMember(stack, { id: 'mem_mai', email: 'mai@example.com', language: 'en' });
  const an = await makeMember(stack, { name: 'Trần Văn An', email: 'an@example.com' });
  const weekly = ['monday', 'tuesday', 'thursday'].map((day) => ({
    day,
    from: '09:00',
    to: '15:00',
  }));
  await stack.concierge('PUT', `/v1/admin/providers/${provider.id}/schedule`, { weekly });
  await met(stack, { provider, member: mai });
  await propose(stack, { provider, member: mai });
  await book(stack, { provider, member: an, inMinutes: 240, sessionType: 'phone' });
  await book(stack, { provider, member: mai, inMinutes: 120 });
  const link = await linkOf(stack, mai);

  await signIn(page, provider);
  await expect(page.getByRole('region', { name: 'Your day' }).getByRole('listitem')).toHaveCount(4);
  await expectTree(page.getByRole('banner'), 'frame');
  await expectTree(page.getByRole('main'), 'today');
  await page.getByRole('link', { name: 'Bookings' }).click();
  await page.getByRole('article').getByRole('button', { expanded: false }).first().click();
  await expect(page.getByRole('button', { name: 'Cancel booking' })).toBeVisible();
  await expectTree(page.getByRole('main'), 'bookings');
  await page.getByRole('link', { name: 'Calendar' }).click();
  await expect(page.getByRole('button', { name: /Mai Video · Confirmed$/ })).toBeVisible();
  await expectTree(page.getByRole('main'), 'calendar');

  await signIn(page, CONCIERGE);
  await expect(page.getByRole('listitem').filter({ hasText: 'Trần Văn An' }).first()).toBeVisible();
  await expectTree(page.getByRole('main'), 'desk');
  await page.getByRole('link', { name: 'Week by provider' }).click();
  await expect(page.getByRole('row').getByRole('link', { name: 'Trần Văn An' })).toBeVisible();
  await expectTree(page.getByRole('table'), 'weeks');
  await page.goto(`/concierge/people/members/${mai.id}`);
  await expect(page.getByRole('button', { name: /^Send the link again/ })).toHaveCount(2);
  await expectTree(page.getByRole('main'), 'person');

  await signIn(page, mai, '/book');
  await expect(freeDays(page).first()).toBeVisible();
  await expectTree(page.getByRole('main'), 'book');

  const theirs = await browser.newContext({ baseURL: stack.url });
  await watching.watch(theirs);
  const visit = await theirs.newPage();
  await visit.goto(link);
  await speak(visit, 'en');
  await expect(visit.getByRole('button', { name: 'Enter the waiting room' })).toBeDisabled();
  await expectTree(visit.getByRole('main'), 'visit');
  await stack.send('POST', '/_local/clock', { to: '2040-06-04T02:52:00Z', ticks: 'last' });
  await visit.reload();
  await enter(visit);
  await expect(visit.getByText('You are in the waiting room')).toBeVisible();
  await expectTree(visit.getByRole('main'), 'waiting-room');
});

import type { Page } from '@playwright/test';

import { CONCIERGE, signIn } from './support/pages';
import { book, makeMember, makeProvider, met, type TestPerson } from './support/people';
import { expect, test } from './support/test';

/** Leaves a form in which something was typed, by a link and by closing the tab, and stays each time. */
async function expectAsked(page: Page, link: string | null) {
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    return dialog.dismiss();
  });
  const before = page.url();
  if (link !== null) {
    await page.getByRole('link', { name: link, exact: true }).first().click();
    await expect.poll(() => asked).toEqual(['confirm']);
  }
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => asked.at(-1)).toBe('beforeunload');
  expect(page.url()).toBe(before);
  page.removeAllListeners('dialog');
}

/** Leaves a form on purpose, and is let go. */
async function leave(page: Page, path: string) {
  page.on('dialog', (dialog) => void dialog.accept());
  await page.goto(path);
}

test('a provider is asked before what they typed is lost', async ({ page, stack }) => {
  const people = { provider: await makeProvider(stack), member: await makeMember(stack) };
  await met(stack, people);
  await book(stack, { ...people, inMinutes: 2880 });
  await signIn(page, people.provider, '/bookings');
  const buffer = async () => {
    await page.getByLabel('Pause after each session').selectOption('15');
  };
  const forms: [string, string, () => Promise<void>][] = [
    ['/profile', 'Schedule', () => page.getByLabel('Name').fill('Dr Grace')],
    ['/schedule', 'Profile', buffer],
    ['/create-booking', 'Profile', () => page.getByLabel(/Comment/).fill('Diary')],
  ];
  for (const [path, link, type] of forms) {
    await leave(page, path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    page.removeAllListeners('dialog');
    await type();
    await expectAsked(page, link);
  }
  await leave(page, '/bookings');
  page.removeAllListeners('dialog');
  await page.getByRole('button', { name: 'Cancel booking' }).click();
  await page.getByRole('dialog').getByLabel('Reason').selectOption('Another reason');
  await expectAsked(page, null);
});

test('a member is asked, too, and not after it is saved', async ({ page, stack }) => {
  const people = {
    provider: await makeProvider(stack),
    member: await makeMember(stack, { language: 'en' }),
  };
  await met(stack, people);
  await signIn(page, people.member, '/book');
  await page.getByLabel(/Comment/).fill('Diary');
  await expectAsked(page, 'Profile');
  // A step back within the portal asks, too, and stays where it was.
  await leave(page, '/profile');
  page.removeAllListeners('dialog');
  await page.getByRole('link', { name: 'Book a session' }).first().click();
  await page.getByLabel(/Comment/).fill('Diary');
  const asked = page.waitForEvent('dialog');
  await page.evaluate(() => setTimeout(() => history.back()));
  await (await asked).dismiss();
  await expect(page).toHaveURL(/\/book$/);
  await expect(page.getByLabel(/Comment/)).toHaveValue('Diary');
  await leave(page, '/profile');
  page.removeAllListeners('dialog');
  await page.getByLabel('Name').fill('Mai');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'Book a session' }).click();
  await expect(page.getByRole('heading', { name: 'Book a session' })).toBeVisible();
});

test('the concierge is asked, too', async ({ page, stack }) => {
  const member: TestPerson = await makeMember(stack);
  await signIn(page, CONCIERGE, '/concierge');
  const name = () => page.getByLabel('Name').first().fill('Mai');
  const forms: [string, () => Promise<void>][] = [
    ['/concierge/people/members/new', name],
    [`/concierge/people/members/${member.id}`, name],
    ['/concierge/book', () => page.getByLabel(/Comment/).fill('Diary')],
  ];
  for (const [path, type] of forms) {
    await leave(page, path);
    page.removeAllListeners('dialog');
    await type();
    await expectAsked(page, 'Needs attention');
  }
});

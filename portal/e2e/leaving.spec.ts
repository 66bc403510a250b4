import type { Page } from '@playwright/test';

import { linkOf } from './support/call';
import { CONCIERGE, signIn, speak } from './support/pages';
import { book, makeMember, makeProvider, met } from './support/people';
import { expect, test } from './support/test';

interface Form {
  path: string;
  /** Types something. */
  type: (page: Page) => Promise<unknown>;
  /** The link by which the page of the form is left. */
  link: string;
}

interface InDialog {
  path: string;
  /** The button that opens it. */
  open: string;
  type: (page: Page) => Promise<unknown>;
}

const name = (page: Page) => page.getByLabel('Name').first().fill('Mai');
const comment = (page: Page) => page.getByLabel(/Comment/).fill('Diary');
const pause = (page: Page) => page.getByLabel('Pause after each session').selectOption('15');
const reason = (page: Page) =>
  page.getByRole('dialog').getByLabel('Reason').selectOption('Another reason');
const words = (page: Page) => page.getByRole('dialog').getByLabel('Reason').fill('Both said so');

/** Closes the tab and stays. */
async function expectTabAsks(page: Page) {
  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  await question.dismiss();
}

/** Does something that asks, and answers. */
async function answer(page: Page, yes: boolean, act: () => Promise<unknown>) {
  const asked = page.waitForEvent('dialog').then(async (question) => {
    expect(question.type()).toBe('confirm');
    await (yes ? question.accept() : question.dismiss());
  });
  await Promise.all([asked, act()]);
}

/** Leaves each form in which something was typed, by a link and by closing the tab, and stays. */
async function leaveForms(page: Page, forms: Form[]) {
  for (const { path, type, link } of forms) {
    await test.step(path, async () => {
      await goTo(page, path);
      await type(page);
      const leave = page.getByRole('link', { name: link, exact: true }).first();
      await answer(page, false, () => leave.click());
      expect(new URL(page.url()).pathname).toBe(path);
      await expectTabAsks(page);
    });
  }
}

/** Leaves each dialog by closing the tab, a click beside it, its cross and Escape. */
async function leaveDialogs(page: Page, dialogs: InDialog[]) {
  for (const { path, open, type } of dialogs) {
    await test.step(`${path}: ${open}`, async () => {
      await goTo(page, path);
      await page.getByRole('button', { name: open, exact: true }).click();
      const dialog = page.getByRole('dialog');
      await type(page);
      await page.mouse.click(4, 4);
      await expectTabAsks(page);
      const close = dialog.getByRole('button', { name: 'Close' });
      await answer(page, false, () => close.click());
      await answer(page, false, () => page.keyboard.press('Escape'));
      await expect(dialog).toBeVisible();
      await answer(page, true, () => page.keyboard.press('Escape'));
      await expect(dialog).toBeHidden();
    });
  }
}

/** Goes to a page, also away from what was typed. */
async function goTo(page: Page, path: string) {
  const accept = (question: { accept: () => Promise<void> }) => void question.accept();
  page.on('dialog', accept);
  await page.goto(path);
  page.off('dialog', accept);
}

test('a provider is asked before what they typed is lost', async ({ page, stack }) => {
  const people = { provider: await makeProvider(stack), member: await makeMember(stack) };
  await met(stack, people);
  const { id } = await book(stack, { ...people, inMinutes: 2880 });
  await signIn(page, people.provider, '/bookings');
  await leaveForms(page, [
    { path: '/profile', type: name, link: 'Schedule' },
    { path: '/schedule', type: pause, link: 'Profile' },
    { path: '/create-booking', type: comment, link: 'Profile' },
  ]);
  await leaveDialogs(page, [
    { path: `/bookings?open=${id}`, open: 'Cancel booking', type: reason },
    { path: `/bookings?open=${id}`, open: 'Reschedule', type: comment },
  ]);
});

test('a member is asked, too, and not after it is saved', async ({ page, stack }) => {
  const people = {
    provider: await makeProvider(stack),
    member: await makeMember(stack, { language: 'en' }),
  };
  await met(stack, people);
  await book(stack, { ...people, inMinutes: 3 * 1440 });
  await signIn(page, people.member, '/book');
  await leaveForms(page, [
    { path: '/book', type: comment, link: 'Profile' },
    { path: '/profile', type: name, link: 'Book a session' },
  ]);
  await leaveDialogs(page, [
    { path: '/bookings', open: 'Cancel session', type: reason },
    { path: '/bookings', open: 'Move to another time', type: comment },
  ]);
  // A step back within the portal asks, too, and stays where it was.
  await goTo(page, '/profile');
  await page.getByRole('link', { name: 'Book a session' }).first().click();
  await comment(page);
  await answer(page, false, () => page.evaluate(() => setTimeout(() => history.back())));
  await expect(page).toHaveURL(/\/book$/);
  await expect(page.getByLabel(/Comment/)).toHaveValue('Diary');
  await goTo(page, '/profile');
  await name(page);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'Book a session' }).click();
  await expect(page.getByRole('heading', { name: 'Book a session' })).toBeVisible();
});

test('a member who came by a link is asked, too', async ({ page, stack }) => {
  const people = { provider: await makeProvider(stack), member: await makeMember(stack) };
  await book(stack, { ...people, inMinutes: 2880 });
  await page.goto(await linkOf(stack, people.member));
  await speak(page, 'en');
  await leaveDialogs(page, [
    { path: '/visit', open: 'Cancel the session', type: reason },
    { path: '/visit', open: 'Move to another time', type: comment },
  ]);
});

test('the concierge is asked, too', async ({ page, stack }) => {
  const [provider, member] = [await makeProvider(stack), await makeMember(stack)];
  const began = await book(stack, { provider, member, inMinutes: 10 });
  await stack.advance('PT31M');
  const booking = await book(stack, { provider, member, inMinutes: 2880 });
  await stack.fault('sns', 'error', 1);
  const called = await book(stack, { provider, member, inMinutes: 3600, sessionType: 'phone' });
  await stack.messages(member.email);
  await signIn(page, CONCIERGE, '/concierge');
  const link = 'Needs attention';
  const people = '/concierge/people';
  await leaveForms(page, [
    { path: `${people}/members/new`, type: name, link },
    { path: `${people}/members/${member.id}`, type: name, link },
    { path: `${people}/providers/new`, type: name, link },
    { path: `${people}/providers/${provider.id}`, type: name, link },
    { path: `${people}/providers/${provider.id}/schedule`, type: pause, link },
    { path: '/concierge/book', type: comment, link },
  ]);
  const path = `/concierge/bookings/${booking.id}`;
  await leaveDialogs(page, [
    { path, open: 'Cancel booking', type: reason },
    { path, open: 'Reschedule', type: comment },
    { path: `/concierge/bookings/${began.id}`, open: 'Mark as no-show', type: words },
    {
      path: `/concierge/bookings/${called.id}`,
      open: 'Dismiss: Phone session booked, to the member',
      type: words,
    },
  ]);
});

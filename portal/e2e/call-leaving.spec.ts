import type { BrowserContext, Page } from '@playwright/test';

import { atTheDoor, enter, expectMoving, inTheCall, joinAsHost, picture } from './support/call';
import { signIn } from './support/pages';
import { book, makeMember, makeProvider } from './support/people';
import { expect, test } from './support/test';

/** Signs out in another tab, and chooses that it waits for the session's end. */
async function signOutElsewhere(page: Page) {
  const other = await page.context().newPage();
  await other.goto('/profile');
  await other.getByRole('button', { name: 'Sign out' }).click();
  const question = other.getByRole('dialog', { name: 'A session is still running' });
  await question.getByRole('button', { name: 'Sign out after the session' }).click();
  await expect(other.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expect(page.getByText('You signed out in another tab.')).toBeVisible();
  return other;
}

test('a sign-out in another tab waits for the end of the call', async ({
  page,
  browser,
  stack,
  watching,
}) => {
  const { visit } = await inTheCall({ page, browser, stack, watching });

  const other = await signOutElsewhere(page);
  await expectMoving(picture(visit, 'other'));
  await other.close();

  await page.getByRole('button', { name: 'Leave', exact: true }).click();
  await page.getByRole('button', { name: 'End meeting for all' }).click();
  await expect(visit.getByRole('heading', { name: 'The session has ended' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
});

/** Goes to a page of the portal without loading it anew. */
const go = (page: Page, path: string) =>
  page.evaluate((to) => history.pushState(null, '', to), path);

/** The time is left to the page to answer: a way back that is held does not end. */
const goBack = (page: Page) => page.evaluate(() => void setTimeout(() => history.back()));

test('a way back during the call asks first, and the call goes on', async ({
  page,
  browser,
  stack,
  watching,
}) => {
  const { booking, visit } = await atTheDoor({ page, browser, stack, watching });
  await go(page, '/bookings');
  await expect(page.getByRole('article')).toBeVisible();
  await go(page, `/call/${booking.id}`);
  await joinAsHost(page);
  await expectMoving(picture(visit, 'other'));

  await goBack(page);
  const question = page.getByRole('dialog', { name: 'Leave the call?' });
  await expect(question).toBeVisible();
  await expect(page).toHaveURL(/\/call\//);
  await question.getByRole('button', { name: 'Stay in the call' }).click();
  await expectMoving(picture(visit, 'other'));
  await expectMoving(picture(page, 'other'));

  await goBack(page);
  await question.getByRole('button', { name: 'Leave', exact: true }).click();
  await expect(page).toHaveURL(/\/bookings$/);
  await expect(visit.getByText('Dr Grace Tan is not in the call at the moment.')).toBeVisible();
});

/** Keeps what the pages of a context report last: who closes a page can't ask it any more. */
async function keepReports(context: BrowserContext): Promise<() => Promise<unknown>> {
  await context.addInitScript(() => {
    const Plain = window.Request;
    window.Request = class extends Plain {
      constructor(input: RequestInfo | URL, init?: RequestInit) {
        super(input, init);
        if (this.url.endsWith('/presence') && this.keepalive)
          localStorage.setItem('reported', init?.body as string);
      }
    };
  });
  return async () => {
    const other = await context.newPage();
    await other.goto('/icon.svg');
    const reported = await other.evaluate(() => localStorage.getItem('reported'));
    await other.close();
    return JSON.parse(reported ?? 'null') as unknown;
  };
}

/** Closes a tab in which a call runs: asked first, it stays; then it goes. */
async function close(page: Page) {
  for (const answer of ['dismiss', 'accept'] as const) {
    const asked = page.waitForEvent('dialog');
    await page.close({ runBeforeUnload: true });
    expect((await asked).type()).toBe('beforeunload');
    await (await asked)[answer]();
    if (answer === 'dismiss') await expectMoving(picture(page, 'other'));
  }
  await expect.poll(() => page.isClosed()).toBe(true);
}

test('a tab with a call asks before it is closed, and says that it has left', async ({
  page,
  context,
  browser,
  stack,
  watching,
}) => {
  const reported = await keepReports(context);
  const { provider, booking } = await inTheCall({ page, browser, stack, watching });
  const isIn = async () => {
    const path = `/v1/bookings/${booking.id}`;
    const seen = await stack.as<{ session: { hostPresent: boolean } }>(
      provider.id,
      'provider',
      'GET',
      path,
    );
    return seen.session.hostPresent;
  };
  expect(await reported()).not.toMatchObject({ state: 'left' });
  expect(await isIn()).toBe(true);
  await close(page);
  expect(await reported()).toMatchObject({ state: 'left' });
  await expect.poll(isIn).toBe(false);
});

test('a member’s tab asks before it is closed, too', async ({ page, browser, stack, watching }) => {
  const { visit } = await inTheCall({ page, browser, stack, watching });
  await close(visit);
  await expect(page.getByText('Nguyễn Thị Mai is not in the call at the moment.')).toBeVisible({
    timeout: 30_000,
  });
});

test('a sign-out in another tab waits for a member in the waiting room', async ({
  page,
  stack,
}) => {
  const people = {
    provider: await makeProvider(stack),
    member: await makeMember(stack, { language: 'en' }),
  };
  const booking = await book(stack, { ...people, inMinutes: 5 });
  await signIn(page, people.member, `/call/${booking.id}`);
  await enter(page);
  await expect(page.getByText('You are in the waiting room')).toBeVisible();

  await signOutElsewhere(page);
  await expect(page.getByText('You are in the waiting room')).toBeVisible();
});

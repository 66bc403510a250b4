import type { Page } from '@playwright/test';

import { inviteConcierge, signInByInvitation, signInWithPassword } from './support/accounts';
import { times } from './support/booker';
import { enter, expectMoving, joinAsHost, linkOf, picture } from './support/call';
import { Stack } from './support/stack';
import { expect, test } from './support/test';
import { chooseZone } from './support/zone';

/** On a stack of its own, in which there is nobody yet. */
const testOfFreshStack = test.extend<object, { stack: Stack }>({
  stack: [
    async ({}, use) => {
      const stack = await Stack.start();
      await use(stack);
      await stack.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
});

const CONCIERGE = { email: 'first@example.com', password: 'the first concierge' };
const PROVIDER = { name: 'Dr Mei Chua', email: 'mei@example.com', password: 'a provider’s own' };
const MEMBER = { name: 'Nguyễn Thị Mai', email: 'mai@example.com' };
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

testOfFreshStack(
  'from an invited concierge alone to a session that was held',
  async ({ page, browser, stack, watching }) => {
    const another = async () => {
      const context = await browser.newContext({ baseURL: stack.url });
      await watching.watch(context);
      return context.newPage();
    };
    await inviteConcierge(stack, CONCIERGE.email);
    await signInByInvitation(page, stack, CONCIERGE.email, CONCIERGE.password);
    await add(page, 'Provider', PROVIDER, 'Singapore');
    await add(page, 'Member', MEMBER, 'Ho Chi Minh');

    const theirs = await another();
    await signInByInvitation(theirs, stack, PROVIDER.email, PROVIDER.password);
    await expect(theirs.getByText('You have no working hours yet.')).toBeVisible();
    await setSchedule(theirs);
    await theirs.getByRole('button', { name: 'Sign out' }).click();

    const startsAt = await bookFirstTime(page);
    await toMinutesBefore(stack, startsAt, 10);

    const visit = await another();
    await visit.goto(await linkOf(stack, MEMBER));
    await expect(visit.getByText(PROVIDER.name).first()).toBeVisible();
    await enter(visit);
    await expect(visit.getByText('You are in the waiting room')).toBeVisible();

    await signInWithPassword(theirs, stack, PROVIDER.email, PROVIDER.password);
    await expect(theirs.getByRole('article')).toContainText(
      `${MEMBER.name} is in the waiting room`,
    );
    const opened = theirs.waitForEvent('popup');
    await theirs.getByRole('article').getByRole('link', { name: 'Start Session' }).click();
    const call = await opened;
    await joinAsHost(call);
    await expectMoving(picture(visit, 'other'));
    await expectMoving(picture(call, 'other'));

    await call.getByRole('button', { name: 'Leave' }).click();
    await call.getByRole('button', { name: 'End meeting for all' }).click();
    await expect(visit.getByRole('heading', { name: 'The session has ended' })).toBeVisible();
    await theirs.getByRole('link', { name: 'Bookings' }).click();
    await theirs.getByRole('tab', { name: 'Past' }).click();
    await expect(theirs.getByRole('article')).toContainText(MEMBER.name);
    await expect(theirs.getByRole('article')).toContainText('Completed');
  },
);

/** Adds the first person of a kind in the console. */
async function add(page: Page, kind: string, { name, email }: typeof MEMBER, city: string) {
  await page.getByRole('link', { name: 'People', exact: true }).click();
  await page.getByRole('tab', { name: `${kind}s` }).click();
  await expect(page.getByText(`There are no ${kind.toLowerCase()}s yet.`)).toBeVisible();
  const addIt = `Add a ${kind.toLowerCase()}`;
  await page.getByRole('link', { name: addIt }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Email', { exact: true }).fill(email);
  await chooseZone(page, 'Time zone', city);
  await page.getByRole('button', { name: addIt }).click();
  await expect(page.getByText(`${name} is added.`)).toBeVisible();
}

/** Makes a provider's first schedule: all hours, so that the first open time is near. */
async function setSchedule(page: Page) {
  await page.getByRole('link', { name: 'Schedule' }).click();
  for (const day of DAYS) {
    await page.getByRole('button', { name: `Add hours on ${day}` }).click();
    await page.getByLabel(`${day}, from`).fill('00:00');
    await page.getByLabel(`${day}, to`).fill('24:00');
  }
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved. The open times')).toBeVisible();
}

/** Books the first open time as the concierge; gives its start. */
async function bookFirstTime(page: Page): Promise<Date> {
  await page.getByRole('link', { name: 'Create booking' }).click();
  for (const [kind, { name }] of [
    ['Member', MEMBER],
    ['Provider', PROVIDER],
  ] as const) {
    await page.getByRole('combobox', { name: kind }).fill(name);
    await page.getByRole('listbox', { name: kind }).getByRole('option').click();
  }
  const first = times(page).first();
  await first.check();
  const startsAt = new Date(await first.inputValue());
  await page.getByRole('button', { name: 'Book', exact: true }).click();
  await expect(page.getByText('The session is booked')).toBeVisible();
  return startsAt;
}

/** Moves the clock on, unless it is as late as that already. */
async function toMinutesBefore(stack: Stack, startsAt: Date, minutes: number) {
  const ahead = Math.floor((startsAt.getTime() - (await stack.now()).getTime()) / 60_000);
  await stack.advance(`PT${Math.max(0, ahead - minutes)}M`);
}

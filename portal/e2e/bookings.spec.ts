import type { Page } from '@playwright/test';

import { book, makeMember, makeProvider, met } from './support/people';
import { expectAccessible, inspect, signIn } from './support/pages';
import type { Stack } from './support/stack';
import { expect, test } from './support/test';

async function pair(stack: Stack) {
  return { provider: await makeProvider(stack), member: await makeMember(stack) };
}

/** Counts the chimes of a page: each has two notes. */
async function countRings(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const counted = window as unknown as { notes: number };
    counted.notes = 0;
    // eslint-disable-next-line @typescript-eslint/unbound-method -- It is called on its own object below.
    const { start } = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function (...when) {
      counted.notes += 1;
      start.apply(this, when);
    };
  });
  return async () =>
    (await page.evaluate(() => (window as unknown as { notes: number }).notes)) / 2;
}

/** Opens the rest of the first booking with a member. */
const openRow = (page: Page, name = 'Nguyễn Thị Mai') =>
  page.getByRole('article', { name }).first().getByRole('button', { expanded: false }).click();

test('a row says with whom, when and how; the rest, in both zones, when it is opened', async ({
  page,
  stack,
}) => {
  const people = await pair(stack);
  const booking = await book(stack, { ...people, inMinutes: 60 });
  await book(stack, { ...people, inMinutes: 180, sessionType: 'phone' });
  await signIn(page, people.provider, '/bookings');
  const card = page.getByRole('article', { name: 'Nguyễn Thị Mai' }).first();
  await expect(card).toContainText('Video');
  await expect(card).toContainText('Confirmed');
  await expect(card).not.toContainText('Vietnam Time');
  await inspect(page, 'bookings-closed');
  await openRow(page);
  await expect(page).toHaveURL(new RegExp(`open=${booking.id}`));
  await expect(card).toContainText('Singapore');
  await expect(card).toContainText('Vietnam Time (GMT+7)');
  await expect(card).toContainText(/Starts in (59|60|61|62|63|64) minutes/);
  const singapore = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Asia/Singapore',
    timeStyle: 'short',
  });
  await expect(card).toContainText(singapore.format(new Date(booking.startsAt)));
  await expect(card.getByRole('button', { name: 'Start Session' })).toBeDisabled();
  await expect(card).toContainText(/You can start from .* at least 5 minutes early/);
  await inspect(page, 'bookings-upcoming');
});

test('who waits is seen and counted in the tab’s title, on every page', async ({ page, stack }) => {
  const people = await pair(stack);
  const booking = await book(stack, { ...people, inMinutes: 5 });
  const rings = await countRings(page);
  await signIn(page, people.provider, '/bookings');
  await expect(page.getByRole('article')).toBeVisible();
  await expect(page).toHaveTitle(/^Bookings/);
  expect(await rings()).toBe(0);
  await stack.as(people.member.id, 'member', 'POST', `/v1/bookings/${booking.id}/session/join`);
  await expect(page.getByRole('article')).toContainText('Nguyễn Thị Mai is in the waiting room');
  await expect(page).toHaveTitle(/^\(1\) Bookings/);
  expect(await rings()).toBe(1);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Schedule' }).click();
  await expect(page).toHaveTitle(/^\(1\) Schedule/);
});

/** What a page says to those who can't see it, one entry for each time that it is said. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const heard = window as unknown as { said: string[] };
    heard.said = [];
    new MutationObserver((records) => {
      for (const { target } of records) {
        const element = target instanceof Element ? target : target.parentElement;
        const text = element?.closest('[role="status"]')?.textContent ?? '';
        if (text !== '' && heard.said.at(-1) !== text) heard.said.push(text);
      }
    }).observe(document, { childList: true, characterData: true, subtree: true });
  });
  return () => page.evaluate(() => (window as unknown as { said: string[] }).said);
}

test('a banner on every other page says who waits, and leads to the session', async ({
  page,
  context,
  stack,
}) => {
  const people = await pair(stack);
  const other = await makeMember(stack, { name: 'Trần Văn An' });
  const booking = await book(stack, { ...people, inMinutes: 5, durationMinutes: 15 });
  const next = await book(stack, { ...people, member: other, inMinutes: 36 });
  // Now both waiting rooms are open: of the session that was to be, and of the next one.
  await stack.advance('PT28M');
  const come = (id: string, member: string) =>
    stack.as(member, 'member', 'POST', `/v1/bookings/${id}/session/join`);
  const waits: NodeJS.Timeout[] = [];
  const wait = async (id: string, member: string) => {
    await come(id, member);
    waits.push(setInterval(() => void come(id, member).catch(() => undefined), 4_000));
  };
  const said = await listen(page);
  const rings = await countRings(page);
  await signIn(page, people.provider, '/profile');
  await expect(page.getByRole('heading', { name: 'Profile' })).toBeVisible();
  const banner = page.getByRole('complementary', { name: 'In the waiting room' });
  await page.waitForResponse(/\/v1\/bookings\?/);
  await expect(banner).toBeHidden();
  await wait(booking.id, people.member.id);
  await expect(banner).toContainText(
    /Nguyễn Thị Mai has been in the waiting room since \d\d:\d\dSession \d\d:\d\d – \d\d:\d\d/,
  );
  expect(await rings()).toBe(1);
  for (const place of ['Schedule', 'Create booking', 'Check your tech setup']) {
    await page.getByRole('link', { name: place, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(place, {
      ignoreCase: true,
    });
    await expect(banner).toContainText('Nguyễn Thị Mai');
    await expect(page).toHaveTitle(/^\(1\) /);
  }
  // A second one is said alone, and nobody twice.
  await wait(next.id, other.id);
  await expect(banner).toContainText('Trần Văn An');
  const voices = (await said()).filter((text) => text.includes('in the waiting room'));
  expect(voices).toEqual([
    'Nguyễn Thị Mai is in the waiting room.',
    'Trần Văn An is in the waiting room.',
  ]);
  expect(await rings()).toBe(2);
  await inspect(page, 'waiting-banner');
  const opened = context.waitForEvent('page');
  await banner.getByRole('link', { name: 'Start Session' }).first().click();
  await expect(await opened).toHaveURL(new RegExp(`/call/${booking.id}`));
  await page.getByRole('link', { name: 'Bookings', exact: true }).click();
  await expect(page.getByRole('article').first()).toContainText('Nguyễn Thị Mai');
  await expect(banner).toBeHidden();
  waits.forEach(clearInterval);
});

test('a session starts in a tab of its own, which is signed in', async ({
  page,
  context,
  stack,
}) => {
  const people = await pair(stack);
  await book(stack, { ...people, inMinutes: 5 });
  await signIn(page, people.provider, '/bookings');
  const opened = context.waitForEvent('page');
  await page.getByRole('link', { name: 'Start Session' }).click();
  const call = await opened;
  await expect(call).toHaveURL(/\/call\/bkg_/);
  await expect(call.getByRole('button', { name: 'Sign in' })).toHaveCount(0);
});

test('cancelling takes a reason, says that it is late, and ends in Past', async ({
  page,
  stack,
}) => {
  const people = await pair(stack);
  await book(stack, { ...people, inMinutes: 120 });
  await signIn(page, people.provider, '/bookings');
  await openRow(page);
  await page.getByRole('button', { name: 'Cancel booking' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('late cancellation');
  await expectAccessible(page);
  await dialog.getByLabel('Reason').selectOption('Another reason');
  await dialog.getByRole('button', { name: 'Cancel the booking' }).click();
  await expect(dialog).toContainText('Give the reason in a few words.');
  await dialog.getByLabel('In your own words').fill('A power cut');
  await dialog.getByRole('button', { name: 'Cancel the booking' }).click();
  await expect(dialog).toBeHidden();
  const said = page.getByText('The session with Nguyễn Thị Mai is cancelled.');
  await expect(said).toBeInViewport();
  await expectAccessible(page);
  await expect(page.getByText('You have no upcoming sessions.')).toBeVisible();
  await page.getByRole('tab', { name: 'Past' }).click();
  await openRow(page);
  await expect(page.getByRole('article')).toContainText('Cancelled late. Provider: A power cut');
});

test('an error keeps what was typed, and the second try is the same request', async ({
  page,
  stack,
}) => {
  const people = await pair(stack);
  await book(stack, { ...people, inMinutes: 120 });
  await signIn(page, people.provider, '/bookings');
  await openRow(page);
  await page.getByRole('button', { name: 'Cancel booking' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').selectOption('Another reason');
  await dialog.getByLabel('In your own words').fill('Since this morning');
  const keys: (string | undefined)[] = [];
  await page.route('**/cancel', async (route) => {
    keys.push(route.request().headers()['idempotency-key']);
    // The first one is done, but its answer is lost.
    if (keys.length > 1) return route.continue();
    await route.fetch();
    return route.abort();
  });
  const send = dialog.getByRole('button', { name: 'Cancel the booking' });
  await send.click();
  await expect(dialog.getByRole('alert')).toContainText('can’t be reached');
  await expectAccessible(page);
  await expect(dialog.getByLabel('In your own words')).toHaveValue('Since this morning');
  await send.click();
  await expect(dialog).toBeHidden();
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBe(keys[1]);
});

test('the list goes on page by page', async ({ page, stack }) => {
  const people = await pair(stack);
  for (let hour = 1; hour <= 21; hour += 1)
    await book(stack, { ...people, inMinutes: hour * 60, durationMinutes: 30 });
  await signIn(page, people.provider, '/bookings');
  await expect(page.getByRole('article')).toHaveCount(20);
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(page.getByRole('article')).toHaveCount(21);
});

test('bookings are looked for by name and kind, and a step back finds them again', async ({
  page,
  stack,
}) => {
  const provider = await makeProvider(stack);
  const other = await makeMember(stack, { name: 'Đỗ Thị Hương' });
  await met(stack, { provider, member: other });
  const member = await makeMember(stack);
  for (let hour = 2; hour <= 24; hour += 1)
    await book(stack, { provider, member, inMinutes: hour * 60, durationMinutes: 30 });
  await book(stack, { provider, member: other, inMinutes: 2880, sessionType: 'phone' });
  await signIn(page, provider, '/bookings');
  await expect(page.getByRole('article')).toHaveCount(20);
  await page.getByRole('button', { name: 'Search and filter' }).press('Enter');
  await page.getByLabel('Member’s name').fill('huong do');
  // It is on the second page of the list.
  await expect(page.getByRole('article')).toHaveCount(1);
  await expect(page.getByText('1 booking found.')).toBeVisible();
  await openRow(page, 'Đỗ Thị Hương');
  await inspect(page, 'bookings-search');
  await page.getByRole('link', { name: 'Profile', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Profile' })).toBeVisible();
  await page.goBack();
  await expect(page.getByLabel('Member’s name')).toHaveValue('huong do');
  await expect(page.getByRole('button', { name: 'Reschedule' })).toBeVisible();
  await page.getByLabel('How you meet').selectOption('Video');
  await expect(page.getByText('0 bookings found.')).toBeVisible();
  await page.getByRole('button', { name: 'Show all again' }).click();
  await expect(page.getByRole('article')).toHaveCount(24);
  await page.getByLabel('Member’s name').fill('hương');
  await page.getByRole('tab', { name: 'Past' }).click();
  await page.getByLabel('How it ended').selectOption('Completed');
  await expect(page.getByText('1 booking found.')).toBeVisible();
});

test('empty lists say so', async ({ page, stack }) => {
  await signIn(page, await makeProvider(stack), '/bookings/pending');
  await expect(page.getByText('No booking is waiting for a member’s answer.')).toBeVisible();
  await inspect(page, 'bookings-empty');
});

test('a list that can’t be read says so and is read again on demand', async ({ page, stack }) => {
  const people = await pair(stack);
  await book(stack, { ...people, inMinutes: 120 });
  await signIn(page, people.provider, '/schedule');
  await page.route('**/v1/bookings?*', (route) => route.fulfill({ status: 503, body: '{}' }));
  await page.getByRole('link', { name: 'Bookings', exact: true }).click();
  // What was read before stays; a list that was never read says what is wrong.
  await page.getByRole('tab', { name: 'Past' }).click();
  await expect(page.getByRole('alert')).toContainText('The service has a problem at the moment');
  await expectAccessible(page);
  await page.unroute('**/v1/bookings?*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('You haven’t had any sessions yet.')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a page is reached and read by keyboard', async ({ page, stack }) => {
  await signIn(page, await makeProvider(stack), '/bookings');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await page.getByRole('link', { name: 'Profile' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Profile' })).toBeFocused();
  await page.getByRole('link', { name: 'Bookings', exact: true }).press('Enter');
  await page.getByRole('tab', { name: 'Upcoming & Ongoing' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText('You haven’t had any sessions yet.')).toBeVisible();
});

test('an address that names a member chooses that one of all, or nobody', async ({
  page,
  stack,
}) => {
  const people = await pair(stack);
  await met(stack, people);
  const first = { items: [{ id: 'mem_first', name: 'Anna' }], nextCursor: 'more' };
  await page.route('**/v1/me/members*', (route) => {
    const cursor = new URL(route.request().url()).searchParams.get('cursor');
    const url = route.request().url().replace('&cursor=more', '');
    return cursor === null ? route.fulfill({ json: first }) : route.continue({ url });
  });
  await signIn(page, people.provider, `/create-booking?member=${people.member.id}`);
  const member = page.getByRole('combobox', { name: 'Member' });
  await expect(member).toHaveValue(people.member.id);

  await page.goto('/create-booking?member=mem_unknown');
  await expect(member).toHaveValue('');
  await page.getByRole('button', { name: 'Send the proposal' }).click();
  await expect(page.getByText('Choose a member.')).toBeVisible();
  await expectAccessible(page);
  await member.selectOption('Anna');
  await expect(page.getByText('Choose a member.')).toHaveCount(0);
  await page.goto('/create-booking');
  await expect(member).toHaveValue('mem_first');
});

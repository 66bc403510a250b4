import type { Page } from '@playwright/test';

import { chooseDay, times } from './support/booker';
import { enter, linkOf } from './support/call';
import { expectAccessible, inspect, signIn, speak } from './support/pages';
import { book, makeMember, makeProvider, met, propose } from './support/people';
import type { Booking, Stack } from './support/stack';
import { expect, test } from './support/test';

const english = { language: 'en' } as const;

/** What a page asks of the service and of the browser, without being touched (S0). */
async function record(page: Page) {
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET') sent.push(`${request.method()} ${request.url()}`);
  });
  await page.addInitScript(() => {
    const media = navigator.mediaDevices;
    const open = media.getUserMedia.bind(media);
    const counted = window as unknown as { asked: number };
    counted.asked = 0;
    media.getUserMedia = (wish) => {
      counted.asked += 1;
      return open(wish);
    };
  });
  const asked = () => page.evaluate(() => (window as unknown as { asked: number }).asked);
  return { sent, asked };
}

async function pair(stack: Stack) {
  return { provider: await makeProvider(stack), member: await makeMember(stack, english) };
}

function seen(stack: Stack, provider: { id: string }, { id }: Booking) {
  type Seen = Booking & { session?: { memberWaiting: boolean } };
  return stack.as<Seen>(provider.id, 'provider', 'GET', `/v1/bookings/${id}`);
}

test('opening a link changes nothing and asks for nothing, until one enters', async ({
  page,
  stack,
}) => {
  const people = await pair(stack);
  const booking = await book(stack, { ...people, inMinutes: 5 });
  const { sent, asked } = await record(page);
  await page.goto(await linkOf(stack, people.member));
  await speak(page, 'en');
  await expect(page.getByRole('heading', { name: 'Your session with Dr Grace Tan' })).toBeVisible();
  await expect(page.getByText('Welcome, Nguyễn Thị Mai.')).toBeVisible();
  await expect(page.getByText('Your time: Vietnam Time (GMT+7)')).toBeVisible();
  await expect(page.getByText(/^For Dr Grace Tan: .*GMT\+8/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Enter the waiting room' })).toBeEnabled();
  await inspect(page, 'visit-open');
  expect(sent).toEqual([]);
  expect(await asked()).toBe(0);
  expect((await seen(stack, people.provider, booking)).session?.memberWaiting ?? false).toBe(false);

  await enter(page);
  await expect(page.getByText('You are in the waiting room')).toBeVisible();
  await expect(page.getByRole('region', { name: 'While you wait' })).toContainText('quiet place');
  expect(sent[0]).toContain('/v1/visit/join');
  expect((await seen(stack, people.provider, booking)).session?.memberWaiting).toBe(true);
  await page.reload();
  await expect(page.getByText('You are in the waiting room')).toBeVisible();
});

test('the page of a member who is signed in asks for nothing either', async ({ page, stack }) => {
  const people = await pair(stack);
  const booking = await book(stack, { ...people, inMinutes: 5 });
  await signIn(page, people.member, '/bookings');
  const { sent, asked } = await record(page);
  await page.goto(`/call/${booking.id}`);
  await expect(page.getByRole('button', { name: 'Enter the waiting room' })).toBeEnabled();
  expect(sent).toEqual([]);
  expect(await asked()).toBe(0);
  await enter(page);
  await expect(page.getByText('You are in the waiting room')).toBeVisible();
  await page.getByRole('link', { name: 'Bookings' }).click();
  await page.getByRole('link', { name: 'Go to your session' }).click();
  await expect(page.getByRole('button', { name: 'Enter the waiting room' })).toBeVisible();
});

test('too early: the page counts down and opens by itself; devices and calendar when wanted', async ({
  page,
  stack,
}) => {
  const people = await pair(stack);
  await book(stack, { ...people, inMinutes: 40 });
  const { asked } = await record(page);
  await page.goto(await linkOf(stack, people.member));
  await speak(page, 'en');
  const button = page.getByRole('button', { name: 'Enter the waiting room' });
  await expect(button).toBeDisabled();
  await expect(page.getByText(/You can enter from .*\(\d\d:\d\d\)/)).toBeVisible();

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Add to calendar' }).click();
  expect((await download).suggestedFilename()).toBe('session.ics');
  await expect(page.getByText('Your browser has saved the file.')).toBeVisible();

  expect(await asked()).toBe(0);
  await page.getByRole('button', { name: 'Test your devices' }).click();
  await expect.poll(asked).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Stop the test' }).click();

  await stack.advance('PT30M');
  await expect(button).toBeEnabled({ timeout: 45_000 });
});

test('a session is cancelled from its link', async ({ page, stack }) => {
  const people = await pair(stack);
  const booking = await book(stack, { ...people, inMinutes: 2880 });
  await page.goto(await linkOf(stack, people.member));
  await speak(page, 'en');
  await page.getByRole('button', { name: 'Cancel the session' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').selectOption({ index: 1 });
  await dialog.getByRole('button', { name: 'Cancel the booking' }).click();
  await expect(
    page.getByRole('heading', { name: 'You have cancelled this session' }),
  ).toBeVisible();
  expect((await seen(stack, people.provider, booking)).status).toBe('cancelled');
  // A link books nothing: its holder signs in on the way.
  const again = page.getByRole('link', { name: 'Sign in to book again' });
  await expect(again).toHaveAttribute('href', `/book/${people.provider.id}`);
  await page.reload();
  await expect(page.getByRole('alert')).toContainText('This link is no longer valid');
});

test('who is signed in, too, books again from where a session is over', async ({ page, stack }) => {
  const people = await pair(stack);
  await met(stack, people);
  const booking = await book(stack, { ...people, inMinutes: 2880 });
  const path = `/v1/bookings/${booking.id}/cancel`;
  await stack.as(people.provider.id, 'provider', 'POST', path, { reason: 'A cold' });
  await signIn(page, people.member, `/call/${booking.id}`);
  await expect(page.getByRole('heading', { name: 'This session was cancelled' })).toBeVisible();
  await inspect(page, 'visit-over');
  await page.getByRole('link', { name: 'Book again' }).click();
  await expect(page.getByRole('heading', { name: 'Book a session' })).toBeVisible();
  await expect(page.getByLabel('Provider')).toHaveValue(people.provider.id);
});

test('the link of a telephone session asks for no device, moves and cancels', async ({
  page,
  stack,
}) => {
  const people = await pair(stack);
  const booking = await book(stack, { ...people, inMinutes: 2880, sessionType: 'phone' });
  const { sent, asked } = await record(page);
  await page.goto(await linkOf(stack, people.member));
  await speak(page, 'en');
  await expect(page.getByText(/Dr Grace Tan will call you at \d/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Move to another time' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Enter the waiting room' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Test your devices' })).toHaveCount(0);
  await inspect(page, 'visit-phone');
  await page.getByRole('button', { name: 'Cancel the session' }).click();
  expect(sent).toEqual([]);
  expect(await asked()).toBe(0);

  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').selectOption({ index: 1 });
  await dialog.getByRole('button', { name: 'Cancel the booking' }).click();
  await expect(
    page.getByRole('heading', { name: 'You have cancelled this session' }),
  ).toBeVisible();
  expect((await seen(stack, people.provider, booking)).status).toBe('cancelled');
});

test('a session is moved from its link, and the page says where the new link is', async ({
  page,
  stack,
}) => {
  const people = await pair(stack);
  const booking = await book(stack, { ...people, inMinutes: 2880 });
  const link = await linkOf(stack, people.member);
  await page.goto(link);
  await speak(page, 'en');
  await page.getByRole('button', { name: 'Move to another time' }).click();
  const dialog = page.getByRole('dialog');
  // The second day that is offered: neither the day of the session nor within the notice.
  await chooseDay(dialog, 3);
  await times(dialog).nth(1).check();
  await inspect(page, 'visit-move');
  await dialog.getByRole('button', { name: 'Reschedule' }).click();
  await expect(page.getByRole('heading', { name: 'Your session has moved' })).toBeVisible();
  await expect(page.getByText('You’ll get an email with a new link')).toBeVisible();
  await inspect(page, 'visit-moved');
  const now = await seen(stack, people.provider, booking);
  expect(now.startsAt).not.toBe(booking.startsAt);
  await page.reload();
  await expect(page.getByRole('alert')).toContainText('This link is no longer valid');

  const newLink = await linkOf(stack, people.member);
  expect(newLink).not.toBe(link);
  await page.goto(newLink);
  await expect(page.getByRole('button', { name: 'Move to another time' })).toBeVisible();
});

test('a proposal is accepted where its link opens, without a camera', async ({ page, stack }) => {
  const people = await pair(stack);
  await met(stack, people);
  const booking = await propose(stack, people, 'Bring your diary');
  const { sent, asked } = await record(page);
  await page.goto(await linkOf(stack, people.member));
  await speak(page, 'en');
  await expect(
    page.getByRole('heading', { name: 'Dr Grace Tan suggests a session' }),
  ).toBeVisible();
  await expect(page.getByText('Please answer by')).toBeVisible();
  await inspect(page, 'visit-proposal');
  expect(sent).toEqual([]);
  await page.getByRole('button', { name: 'Accept' }).click();
  await expect(page.getByRole('heading', { name: 'Your session with Dr Grace Tan' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Enter the waiting room' })).toBeDisabled();
  expect(await asked()).toBe(0);
  expect((await seen(stack, people.provider, booking)).status).toBe('confirmed');
});

test('a proposal is declined where its link opens, after a question', async ({ page, stack }) => {
  const people = await pair(stack);
  await met(stack, people);
  const booking = await propose(stack, people);
  await page.goto(await linkOf(stack, people.member));
  await speak(page, 'en');
  await page.getByRole('button', { name: 'Decline' }).click();
  await page.getByRole('button', { name: 'Decline the session' }).click();
  await expect(page.getByRole('heading', { name: 'You have declined' })).toBeVisible();
  await inspect(page, 'visit-declined', async (open, language) => {
    await open.getByRole('combobox').first().selectOption(language);
  });
  expect((await seen(stack, people.provider, booking)).status).toBe('cancelled');
});

test('a proposal that expires under one’s hands says so', async ({ page, stack }) => {
  const people = await pair(stack);
  await met(stack, people);
  await propose(stack, { ...people, inMinutes: 1450 });
  await page.goto(await linkOf(stack, people.member));
  await speak(page, 'en');
  await expect(page.getByRole('button', { name: 'Accept' })).toBeVisible();
  await stack.advance('PT20M');
  await page.getByRole('button', { name: 'Accept' }).click();
  await expect(page.getByText('This suggestion has expired')).toBeVisible();
});

test('links are read forgivingly, and leave no token behind', async ({ page, stack }) => {
  const people = await pair(stack);
  await book(stack, { ...people, inMinutes: 60 });
  const link = await linkOf(stack, people.member);
  const token = link.slice('/visit#'.length);
  // What stands in for the cloud answers every address of a link with the page, as the CDN does.
  await page.route(/\/visit%23/i, async (route) => {
    await route.fulfill({ response: await route.fetch({ url: `${stack.url}/visit` }) });
  });
  const title = page.getByRole('heading', { name: /Your session with|Buổi hẹn của anh\/chị với/ });
  const shapes = [
    `/visit%23${token}`,
    `/visit##${token}).`,
    `/VISIT/?utm_source=mail#${token}`,
    `/%23${token}`,
    `/%20visit#${token}`,
    `/en/visit#${token}`,
    `/bookings#${token}`,
    `/visit#${token.slice(0, 50)}%0A${token.slice(50)}?fbclid=IwAR0`,
  ];
  for (const shape of shapes) {
    await page.goto('about:blank');
    await page.goto(shape);
    await expect(title).toBeVisible();
    expect(page.url()).toBe(`${stack.url}/visit`);
  }
  await page.reload();
  await expect(title).toBeVisible();
});

test('who gets no further is told whom to call and to write to, if the service names them', async ({
  page,
  stack,
}) => {
  const config = await page.request.get('/config.json');
  const help = { helpPhone: '+6561234567', helpEmail: 'help@calm.example' };
  const named = { ...((await config.json()) as object), ...help };
  await page.goto('/visit#cut');
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByText('Did something not work?')).toBeHidden();
  await page.route('/config.json', (route) => route.fulfill({ json: named }));
  await page.reload();
  const call = page.getByRole('link', { name: 'Call +6561234567' });
  await expect(call).toHaveAttribute('href', 'tel:+6561234567');
  const write = page.getByRole('link', { name: 'Write us an email' });
  await expect(write).toHaveAttribute('href', /^mailto:help@calm.example\?subject=/);
  await expectAccessible(page);
  // The same on the page of a session that has ended.
  const people = await pair(stack);
  const booking = await met(stack, people);
  await signIn(page, people.provider, `/bookings?ended=${booking.id}`);
  await expect(write).toHaveAttribute('href', new RegExp(booking.id));
});

test('a second link pasted into the same tab wins, and a broken one says how', async ({
  page,
  stack,
}) => {
  const people = await pair(stack);
  await book(stack, { ...people, inMinutes: 60 });
  const other = await makeProvider(stack, { name: 'Dr Priya Nair' });
  await page.goto(await linkOf(stack, people.member));
  await speak(page, 'en');
  await expect(page.getByRole('heading', { name: 'Your session with Dr Grace Tan' })).toBeVisible();
  await book(stack, { provider: other, member: people.member, inMinutes: 180 });
  await page.goto(await linkOf(stack, people.member));
  await expect(
    page.getByRole('heading', { name: 'Your session with Dr Priya Nair' }),
  ).toBeVisible();
  expect(page.url()).toBe(`${stack.url}/visit`);

  await page.goto((await linkOf(stack, people.member)).slice(0, 60));
  await expect(page.getByRole('alert')).toContainText('This link was cut off');
  await expectAccessible(page);
  await page.goto((await linkOf(stack, people.member)).toLowerCase());
  await expect(page.getByRole('alert')).toContainText('This link was changed on its way');
  await expectAccessible(page);
  await page.evaluate(() => sessionStorage.removeItem('anteroom.link'));
  await page.goto('about:blank');
  await page.goto('/visit');
  await expect(page.getByRole('alert')).toContainText('This link is not complete');
});

test('how it looks to come too early, and with a link that is void', async ({ page, stack }) => {
  const provider = await makeProvider(stack);
  const member = await makeMember(stack);
  const booking = await book(stack, { provider, member, inMinutes: 180 });
  await page.goto(await linkOf(stack, member));
  await speak(page, 'en');
  await expect(page.getByText('You can enter from')).toBeVisible();
  await inspect(page, 'visit-early');
  await stack.concierge('POST', `/v1/bookings/${booking.id}/cancel`, { reason: 'Moved away' });
  await page.reload();
  await expect(page.getByText('This link is no longer valid')).toBeVisible();
  await inspect(page, 'visit-void');
});

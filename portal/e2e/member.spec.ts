import type { Page } from '@playwright/test';

import { inspect, signIn } from './support/pages';
import { book, makeMember, makeProvider, met, propose, type TestPerson } from './support/people';
import type { Booking, Stack } from './support/stack';
import { expect, test } from './support/test';

async function pair(stack: Stack, changes: Partial<TestPerson> = {}) {
  return {
    provider: await makeProvider(stack),
    member: await makeMember(stack, { language: 'en', ...changes }),
  };
}

function stored(stack: Stack, member: TestPerson, { id }: Booking): Promise<Booking> {
  return stack.as<Booking>(member.id, 'member', 'GET', `/v1/bookings/${id}`);
}

async function subjects(stack: Stack, { email }: TestPerson): Promise<(string | null)[]> {
  return (await stack.messages(email)).map(({ subject }) => subject);
}

const clockIn = (at: string, timeZone: string) =>
  new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'short' }).format(new Date(at));

const card = (page: Page) => page.getByRole('article', { name: 'Dr Grace Tan' });

test('upcoming: with whom, when here, how, and the way in once the room opens', async ({
  page,
  stack,
}) => {
  const people = await pair(stack);
  const booking = await book(stack, { ...people, inMinutes: 60 });
  await signIn(page, people.member, '/');
  await expect(page).toHaveURL(/\/bookings$/);
  await expect(card(page)).toContainText('Video');
  await expect(card(page)).toContainText(clockIn(booking.startsAt, 'Asia/Ho_Chi_Minh'));
  await expect(card(page)).toContainText('Vietnam Time (GMT+7)');
  await expect(card(page)).toContainText(/Starts in (59|60|61|62|63|64) minutes/);
  await expect(card(page)).toContainText('You can enter the waiting room from');
  await expect(card(page)).toContainText('too close to the start');
  await expect(page.getByRole('button', { name: 'Move to another time' })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Go to your session' })).toHaveCount(0);
  await inspect(page, 'member-upcoming');
  await stack.advance('PT50M');
  await page.reload();
  const way = page.getByRole('link', { name: 'Go to your session' });
  await expect(way).toHaveAttribute('href', `/call/${booking.id}`);
  await expect(card(page)).toContainText('The waiting room is open.');
});

test('a phone session says who calls, when, on which number, and where the caller’s is', async ({
  page,
  stack,
}) => {
  const people = await pair(stack);
  const booking = await book(stack, { ...people, inMinutes: 2880, sessionType: 'phone' });
  await signIn(page, people.member, '/bookings');
  const clock = clockIn(booking.startsAt, people.member.timeZone);
  const words = `Dr Grace Tan will call you at ${clock} on +84912345678.`;
  await expect(card(page)).toContainText(words);
  await expect(card(page)).toContainText('The text message about this session says which number');
  await expect(page.getByRole('link', { name: 'Go to your session' })).toHaveCount(0);
  const texts = (await stack.messages('+84912345678', 'sms')).map(({ text }) => text);
  expect(texts.some((text) => text.includes('+6561234567'))).toBe(true);
  await inspect(page, 'member-phone');
});

test('a proposal is accepted, and both sides are told', async ({ page, stack }) => {
  const people = await pair(stack);
  await met(stack, people);
  const booking = await propose(stack, people, 'Bring your diary');
  await signIn(page, people.member, '/bookings');
  await page.getByRole('tab', { name: 'To answer' }).click();
  await expect(page.getByRole('img', { name: '1 is waiting for your answer' })).toBeVisible();
  await expect(card(page)).toContainText('Bring your diary');
  await expect(card(page)).toContainText('Please answer by');
  await inspect(page, 'member-pending');
  await page.getByRole('button', { name: 'Accept' }).click();
  const dialog = page.getByRole('dialog', { name: 'Accept this session' });
  await dialog.getByRole('button', { name: 'Accept the session' }).click();
  await expect(page.getByRole('status')).toContainText('The session is confirmed');
  await expect(page.getByRole('status')).toBeFocused();
  await page.getByRole('link', { name: 'See your upcoming sessions' }).click();
  await expect(card(page)).toContainText('Confirmed');
  expect((await stored(stack, people.member, booking)).status).toBe('confirmed');
  for (const person of [people.member, people.provider]) {
    const sent = await stack.messages(person.email);
    expect(sent[0]?.subject).toMatch(/confirmed|booked|session/i);
    expect(sent.map(({ text }) => text).join()).not.toContain('diary');
  }
});

test('a proposal is declined', async ({ page, stack }) => {
  const people = await pair(stack);
  await met(stack, people);
  const booking = await propose(stack, people);
  await signIn(page, people.member, '/bookings/pending');
  await page.getByRole('button', { name: 'Decline' }).click();
  await page.getByRole('button', { name: 'Decline the session' }).click();
  await expect(page.getByRole('status')).toContainText('You have declined');
  await expect(page.getByText('No proposal is waiting for your answer.')).toBeVisible();
  await page.getByRole('link', { name: 'See your past sessions' }).click();
  await expect(page.getByText('You declined this proposal.')).toBeVisible();
  expect((await stored(stack, people.member, booking)).status).toBe('cancelled');
  await inspect(page, 'member-past');
});

test('a proposal that expires under one’s hands says so, and is in Past', async ({
  page,
  stack,
}) => {
  const people = await pair(stack);
  await met(stack, people);
  const booking = await propose(stack, { ...people, inMinutes: 1450 });
  await signIn(page, people.member, '/bookings/pending');
  await page.getByRole('button', { name: 'Accept' }).click();
  await stack.advance('PT20M');
  await page.getByRole('button', { name: 'Accept the session' }).click();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('This proposal has expired');
  await expect(alert).toBeFocused();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByText('No proposal is waiting for your answer.')).toBeVisible();
  await page.getByRole('tab', { name: 'Past' }).click();
  await expect(card(page).first()).toContainText('It was not accepted in time.');
  expect((await stored(stack, people.member, booking)).status).toBe('expired');
  expect((await subjects(stack, people.member)).join()).toMatch(/expired/i);
});

test('late cancelling says what it means, and the reason is in no message', async ({
  page,
  stack,
}) => {
  const people = await pair(stack);
  const booking = await book(stack, { ...people, inMinutes: 120 });
  await signIn(page, people.member, '/bookings');
  await page.getByRole('button', { name: 'Cancel session' }).click();
  const dialog = page.getByRole('dialog', { name: 'Cancel the session with Dr Grace Tan' });
  await expect(dialog).toContainText('this counts as a late cancellation');
  await dialog.getByLabel('Reason').selectOption('Another reason');
  await dialog.getByLabel('In your own words').fill('Grandmother visits');
  await inspect(page, 'member-cancel');
  await stack.fault('dynamodb', 'error', 40);
  const send = dialog.getByRole('button', { name: 'Cancel the booking' });
  await send.click();
  // The function tries several times before it gives up.
  await expect(dialog.getByRole('alert')).toContainText('has a problem', { timeout: 40_000 });
  await stack.clearFaults();
  await expect(dialog.getByLabel('In your own words')).toHaveValue('Grandmother visits');
  await send.click();
  await expect(page.getByRole('status')).toContainText('The session is cancelled');
  await page.getByRole('link', { name: 'See your past sessions' }).click();
  await expect(card(page)).toContainText('Cancelled late. You: Grandmother visits');
  expect(await stored(stack, people.member, booking)).toMatchObject({
    status: 'cancelled',
    cancellation: { late: true, reason: 'Grandmother visits' },
  });
  const sent = [
    ...(await stack.messages(people.provider.email)),
    ...(await stack.messages(people.member.email)),
  ];
  expect(sent.some(({ subject }) => /cancel/i.test(subject ?? ''))).toBe(true);
  expect(sent.map(({ text }) => text).join()).not.toContain('Grandmother');
});

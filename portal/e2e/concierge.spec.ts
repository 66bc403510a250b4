import type { Locator } from '@playwright/test';

import { times } from './support/booker';
import { book, makeMember, makeProvider } from './support/people';
import { CONCIERGE, expectAccessible, inspect, signIn } from './support/pages';
import { expect, test } from './support/test';
import { chooseZone } from './support/zone';

test('bookings are found, with times in a zone that is named', async ({ page, stack }) => {
  const provider = await makeProvider(stack, { name: 'Dr Ada Lim' });
  const member = await makeMember(stack, { name: 'Trần Văn Bình' });
  await book(stack, { provider, member, inMinutes: 60 });
  await book(stack, { provider, member, inMinutes: 240, sessionType: 'phone' });
  await signIn(page, CONCIERGE);
  await expect(page).toHaveURL(/\/concierge$/);
  await chooseZone(page, 'Show times in', 'Singapore');
  await expect(page.getByText('Times are in Singapore')).toBeVisible();
  const found = page.getByRole('region', { name: 'Bookings', exact: true });
  const rows = found.getByRole('listitem').filter({ hasText: 'Trần Văn Bình with Dr Ada Lim' });
  await expectBoth(found, rows);
  await inspect(page, 'concierge-home');
  await page.getByLabel('Status').selectOption('Cancelled');
  await expect(rows).toHaveCount(0);
  await page.getByRole('button', { name: 'Reset' }).click();
  await rows.first().getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name: 'Booking' })).toBeVisible();
  // What was looked for is in the address, and there again on the way back.
  await page.goBack();
  await expectBoth(found, rows);
});

/** Both are found, however many bookings other tests have made: the list shows some at a time. */
async function expectBoth(found: Locator, rows: Locator) {
  const more = found.getByRole('button', { name: 'Show more' });
  await expect(async () => {
    if ((await rows.count()) < 2 && (await more.isVisible())) await more.click();
    await expect(rows).toHaveCount(2, { timeout: 1_000 });
  }).toPass();
}

test('the board of today says where each session stands, by itself', async ({ page, stack }) => {
  const provider = await makeProvider(stack, { name: 'Dr Ada Lim' });
  const member = await makeMember(stack, { name: 'Đinh Thu Cúc' });
  const booking = await book(stack, { provider, member, inMinutes: 5 });
  await signIn(page, CONCIERGE);
  // Where no day ends while this runs.
  const isDay = (await stack.now()).getUTCHours() < 12;
  await chooseZone(page, 'Show times in', isDay ? 'Singapore' : 'New York');
  const of = (name: string) =>
    page.getByRole('region', { name }).getByRole('listitem').filter({ hasText: 'Đinh Thu Cúc' });
  await expect(of('Still to come')).toHaveCount(1);
  const join = `/v1/bookings/${booking.id}/session/join`;
  const waits = setInterval(
    () => void stack.as(member.id, 'member', 'POST', join).catch(() => undefined),
    4_000,
  );
  await expect(of('Member is waiting')).toHaveCount(1, { timeout: 30_000 });
  await expect(of('Still to come')).toHaveCount(0);
  await inspect(page, 'concierge-board');
  const start = `/v1/bookings/${booking.id}/session/start`;
  await stack.as(provider.id, 'provider', 'POST', start);
  await stack.serviceEvent(provider.id, 'chime:AttendeeJoined');
  await expect(of('In session')).toHaveCount(1, { timeout: 30_000 });
  clearInterval(waits);
});

test('a booking shows its facts, messages and history, and is moved', async ({ page, stack }) => {
  const provider = await makeProvider(stack);
  const member = await makeMember(stack);
  const booking = await book(stack, { provider, member, inMinutes: 240, sessionType: 'phone' });
  await stack.messages(member.email);
  await signIn(page, CONCIERGE, `/concierge/bookings/${booking.id}`);
  await expect(page.getByRole('main')).toContainText('+84912345678');
  await expect(page.getByRole('main')).toContainText('Vietnam Time (GMT+7)');
  await expect(page.getByRole('main')).toContainText('Singapore');
  const history = page.getByRole('region', { name: 'History' });
  await expect(history.getByRole('listitem')).toContainText(['Booked']);
  const messages = page.getByRole('region', { name: 'Messages' });
  await expect(messages.getByRole('listitem').filter({ hasText: 'Sent' })).toHaveCount(3);
  await inspect(page, 'concierge-booking');

  await page.getByRole('button', { name: 'Reschedule' }).click();
  const dialog = page.getByRole('dialog');
  await times(dialog).last().check();
  await dialog.getByLabel('Comment').fill('By telephone with both');
  await dialog.getByRole('button', { name: 'Reschedule' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Nguyễn Thị Mai has moved to the new time.')).toBeVisible();
  await expect(history.getByRole('listitem')).toHaveCount(2);
  await expect(history).toContainText(/Rescheduled: from .* to /);
  await expect(history).toContainText('By telephone with both');
});

test('a booking is cancelled for others, late, with the reason kept', async ({ page, stack }) => {
  const people = { provider: await makeProvider(stack), member: await makeMember(stack) };
  const booking = await book(stack, { ...people, inMinutes: 120 });
  await signIn(page, CONCIERGE, `/concierge/bookings/${booking.id}`);
  await page.getByRole('button', { name: 'Cancel booking' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').selectOption('The provider asked for it');
  await dialog.getByRole('button', { name: 'Cancel the booking' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Cancelled late', { exact: true })).toBeVisible();
  await expect(page.getByText('Concierge: The provider asked for it')).toBeVisible();
  await expect(page.getByText('Nothing can be changed about this booking')).toBeVisible();
});

test('attendance is seen, and a member who did not come is marked', async ({ page, stack }) => {
  const people = { provider: await makeProvider(stack), member: await makeMember(stack) };
  const booking = await book(stack, { ...people, inMinutes: 10 });
  const host = (path: string) =>
    stack.as(people.provider.id, 'provider', 'POST', `/v1/bookings/${booking.id}/session/${path}`);
  await stack.advance('PT10M');
  await host('start');
  await stack.serviceEvent(people.provider.id, 'chime:AttendeeJoined');
  // The start was on the grid, up to five minutes later.
  await stack.advance('PT21M');
  await signIn(page, CONCIERGE, `/concierge/bookings/${booking.id}`);
  const attendance = page.getByRole('region', { name: 'Attendance' });
  await expect(attendance).toContainText('Never joined');
  await expect(attendance.getByText(/\d\d:\d\d/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Mark as no-show' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /did not come/ })
    .click();
  await expect(page.getByText('Member no-show')).toBeVisible();
  await inspect(page, 'concierge-booking-over');
});

test('a no-show against the record takes a reason, which stands in the history', async ({
  page,
  stack,
}) => {
  const people = { provider: await makeProvider(stack), member: await makeMember(stack) };
  const booking = await book(stack, { ...people, inMinutes: 10 });
  await stack.advance('PT31M');
  await signIn(page, CONCIERGE, `/concierge/bookings/${booking.id}`);
  await page.getByRole('button', { name: 'Mark as no-show' }).click();
  const dialog = page.getByRole('dialog');
  const send = dialog.getByRole('button', { name: /did not come/ });
  await send.click();
  await expect(dialog.getByRole('alert')).toContainText('The record does not show');
  await expect(dialog.getByRole('alert')).toContainText('give the reason below');
  await expect(dialog).toContainText('Say in a few words how you know.');
  await expectAccessible(page);
  await dialog.getByLabel('Reason').fill('Both told me by telephone');
  await send.click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Member no-show')).toBeVisible();
  const history = page.getByRole('region', { name: 'History' });
  await expect(history).toContainText('Both told me by telephone');
});

import { chooseDay, times } from './support/booker';
import { inspect, signIn } from './support/pages';
import { book, makeMember, makeProvider, met, propose } from './support/people';
import type { Booking, Stack } from './support/stack';
import { expect, test } from './support/test';

async function pair(stack: Stack, language: 'en' | 'vi' = 'en') {
  return { provider: await makeProvider(stack), member: await makeMember(stack, { language }) };
}

test('a session is moved in one step; a time that is taken meanwhile is chosen anew', async ({
  page,
  stack,
}) => {
  const people = await pair(stack);
  const booking = await book(stack, { ...people, inMinutes: 3 * 1440 });
  const rival = await makeMember(stack);
  await signIn(page, people.member, '/bookings');
  await page.getByRole('button', { name: 'Move to another time' }).click();
  const dialog = page.getByRole('dialog', { name: 'Reschedule the session with Dr Grace Tan' });
  await expect(dialog.getByRole('checkbox')).toHaveCount(0);
  await expect(dialog).not.toContainText('For the member');
  await dialog.getByLabel('Comment').fill('My bus is late');
  // Late in the evening few times are left of the day.
  await chooseDay(dialog, 1);
  const offered = times(dialog);
  await offered.nth(4).check();
  const taken = await offered.nth(4).inputValue();
  await stack.as(rival.id, 'member', 'POST', '/v1/bookings', {
    providerId: people.provider.id,
    sessionType: 'video',
    startsAt: taken,
    durationMinutes: 50,
  });
  const send = dialog.getByRole('button', { name: 'Reschedule' });
  await send.click();
  await expect(dialog.getByRole('alert')).toContainText('This time has just been taken');
  await expect(dialog.locator(`input[value="${taken}"]`)).toHaveCount(0);
  await expect(dialog.getByLabel('Comment')).toHaveValue('My bus is late');
  await inspect(page, 'member-move');
  const nearest = dialog.getByRole('radiogroup', { name: 'The nearest open times' });
  const instead = nearest.getByRole('radio').last();
  await instead.check();
  const startsAt = await instead.inputValue();
  await send.click();
  await expect(page.getByRole('status')).toContainText('The session has moved');
  const path = `/v1/bookings/${booking.id}`;
  const kept = await stack.as<Booking>(people.member.id, 'member', 'GET', path);
  expect(kept).toMatchObject({ startsAt, status: 'confirmed' });
  const sent = await stack.messages(people.provider.email);
  expect(sent.map(({ text }) => text).join()).not.toContain('My bus is late');
  expect(sent.some(({ subject }) => /moved|resched/i.test(subject ?? ''))).toBe(true);
});

test('who changed it meanwhile is seen, and the second try is about that', async ({
  page,
  stack,
}) => {
  const people = await pair(stack);
  const booking = await book(stack, { ...people, inMinutes: 5 * 1440 });
  await signIn(page, people.member, '/bookings');
  await page.getByRole('button', { name: 'Cancel session' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').selectOption('Another reason');
  await dialog.getByLabel('In your own words').fill('Not needed');
  const moved = new Date(Date.parse(booking.startsAt) + 24 * 3600_000).toISOString();
  await stack.concierge('POST', `/v1/bookings/${booking.id}/reschedule`, { startsAt: moved });
  const send = dialog.getByRole('button', { name: 'Cancel the booking' });
  await send.click();
  await expect(dialog.getByRole('alert')).toContainText('changed');
  await expect(dialog.getByLabel('In your own words')).toHaveValue('Not needed');
  await send.click();
  await expect(page.getByRole('status')).toContainText('The session is cancelled');
});

test('all of it by keyboard: a proposal is accepted, a dialog left, the focus not lost', async ({
  page,
  stack,
}) => {
  const people = await pair(stack);
  await met(stack, people);
  await propose(stack, people);
  await signIn(page, people.member, '/bookings');
  await page.getByRole('tab', { name: 'Upcoming' }).focus();
  await page.keyboard.press('ArrowRight');
  const accept = page.getByRole('button', { name: 'Accept' });
  await expect(accept).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(accept).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(accept).toBeFocused();
  await page.keyboard.press('Enter');
  const yes = page.getByRole('button', { name: 'Accept the session' });
  await expect(yes).toBeVisible();
  for (let i = 0; i < 4 && !(await yes.evaluate((e) => e === document.activeElement)); i += 1)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('article')).toContainText('Confirmed');
});

test('in Vietnamese: the list, a late cancellation, and the email', async ({ page, stack }) => {
  const people = await pair(stack, 'vi');
  await book(stack, { ...people, inMinutes: 120 });
  await signIn(page, people.member, '/bookings');
  await expect(page.getByRole('heading', { name: 'Lịch hẹn của tôi' })).toBeVisible();
  const card = page.getByRole('article');
  await expect(card).toContainText('Gọi video');
  await expect(card).toContainText('Anh/chị có thể vào phòng chờ từ');
  await page.getByRole('button', { name: 'Hủy buổi hẹn' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('hủy muộn');
  await dialog.getByLabel('Lý do').selectOption('Giờ này không còn phù hợp');
  await dialog.getByRole('button', { name: 'Hủy lịch hẹn' }).click();
  await expect(page.getByRole('status')).toContainText('Buổi hẹn đã được hủy');
  await page.getByRole('tab', { name: 'Đã qua' }).click();
  await expect(card).toContainText('Đã hủy muộn. Anh/chị: Giờ này không còn phù hợp');
  expect((await stack.messages(people.member.email))[0]?.subject).toMatch(/hủy/i);
});

import { book, makeMember, makeProvider } from './support/people';
import { CONCIERGE, inspect, signIn, speak } from './support/pages';
import { expect, test } from './support/test';

test('failed and unknown messages are seen, mended and sent again', async ({ page, stack }) => {
  const provider = await makeProvider(stack);
  const email = `bounce+${process.pid}@simulator.amazonses.com`;
  const member = await makeMember(stack, { name: 'Võ Thị Sáu', email });
  await book(stack, { provider, member, inMinutes: 240 });
  await stack.messages(email);
  await stack.fault('sns', 'error', 1);
  await book(stack, { provider, member, inMinutes: 600, sessionType: 'phone' });
  await stack.messages(email);
  await signIn(page, CONCIERGE, '/concierge/queue');

  const unknown = page.getByRole('region', { name: 'Messages that may not have been sent' });
  const text = unknown.getByRole('listitem').filter({ hasText: 'Võ Thị Sáu' });
  await expect(text).toContainText('Phone session booked');
  await expect(text).toContainText('Ask the recipient before you send it again');
  const failed = page.getByRole('region', { name: 'Messages that failed' });
  const mails = failed.getByRole('listitem').filter({ hasText: 'Võ Thị Sáu' });
  await expect(mails).toHaveCount(2);
  await expect(mails.first()).toContainText('The email bounced');
  await inspect(page, 'concierge-queue');

  await text.getByRole('button', { name: 'Send again' }).click();
  await expect(text).toHaveCount(0);
  await mails.first().getByRole('button', { name: 'Send again' }).click();
  await expect(mails.first().getByRole('alert')).toContainText('Mail to this address bounces');
  await expect(mails.first().getByRole('alert')).toContainText('Correct the email address');

  await mails.first().getByRole('button', { name: 'Dismiss' }).click();
  const dialog = page.getByRole('dialog', { name: 'Dismiss this message?' });
  await dialog.getByRole('button', { name: 'Dismiss message' }).click();
  await expect(dialog).toContainText('Say in a few words why it doesn’t need to be sent.');
  await dialog.getByLabel('Reason').fill('Told by telephone');
  await inspect(page, 'concierge-dismiss');
  await dialog.getByRole('button', { name: 'Dismiss message' }).click();
  await expect(page.getByText('The message is dismissed.')).toBeVisible();
  await expect(mails).toHaveCount(1);
});

test('a booking says who dismissed a message about it, and why', async ({ page, stack }) => {
  const provider = await makeProvider(stack);
  const member = await makeMember(stack, { name: 'Hồ Thị Lan' });
  await stack.fault('sns', 'error', 1);
  const booking = await book(stack, { provider, member, inMinutes: 660, sessionType: 'phone' });
  await stack.messages(member.email);
  await signIn(page, CONCIERGE, `/concierge/bookings/${booking.id}`);
  const messages = page.getByRole('region', { name: 'Messages' });
  const text = messages.getByRole('listitem').filter({ hasText: 'Phone session booked' });
  await text.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('Told by telephone');
  await page.getByRole('dialog').getByRole('button', { name: 'Dismiss message' }).click();
  await expect(text).toContainText(/Dismissed .*: Told by telephone/);
  await expect(text.getByRole('button')).toHaveCount(0);
  const line = page.getByRole('region', { name: 'History' }).getByRole('listitem').last();
  await expect(line).toContainText('A message was dismissed');
  await expect(line).toContainText('Told by telephone');
  await expect(line).toContainText('Concierge');
});

test('a member who waits for a late provider is announced on every page', async ({
  page,
  stack,
}) => {
  const provider = await makeProvider(stack, { name: 'Dr Ben Ong', phone: '+6560000001' });
  const member = await makeMember(stack, { name: 'Lý Thu Trang' });
  const booking = await book(stack, { provider, member, inMinutes: 5 });
  await signIn(page, CONCIERGE);
  await stack.advance('PT16M');
  await stack.as(member.id, 'member', 'POST', `/v1/bookings/${booking.id}/session/join`);
  const summary = page.getByRole('link', { name: /needs? help/ });
  await expect(summary).toBeVisible({ timeout: 15_000 });
  // Members of other tests may wait in vain, too.
  await expect(page).toHaveTitle(/^\(\d+\) /);
  await summary.click();
  const waiting = page.getByRole('region', { name: 'Sessions that need help' });
  await expect(waiting).toContainText('Lý Thu Trang is waiting and Dr Ben Ong is not in.');
  const call = waiting.getByRole('link', { name: 'Call Dr Ben Ong: +6560000001' });
  await expect(call).toHaveAttribute('href', 'tel:+6560000001');
  await expect(page).toHaveTitle(/^\(\d+\) Needs attention/);
  await page.screenshot({ path: 'e2e/screenshots/concierge-late-host.png', fullPage: true });
  await speak(page, 'vi');
  await expect(page.getByText('Dr Ben Ong chưa vào')).toBeVisible();
});

test('a text that does not arrive before a phone session calls the concierge', async ({
  page,
  stack,
}) => {
  const phone = '+84912345017';
  const provider = await makeProvider(stack, { name: 'Dr Ken Lau' });
  const member = await makeMember(stack, { name: 'Đinh Thị Hoa', phone });
  await stack.textFate(phone, 'unreachable');
  await book(stack, { provider, member, inMinutes: 300, sessionType: 'phone' });
  await signIn(page, CONCIERGE, '/concierge/queue');
  const call = page.getByRole('region', { name: 'Sessions that need help' });
  await expect(call).toContainText(
    'A text about the phone session of Đinh Thị Hoa with Dr Ken Lau did not arrive.',
  );
  const lost = page.getByRole('region', { name: 'Texts that did not arrive' });
  const text = lost.getByRole('listitem').filter({ hasText: 'Đinh Thị Hoa' });
  await expect(text).toContainText('The phone was off or out of reach');
  await stack.textFate(phone, 'delivered');
  await text.getByRole('button', { name: 'Send again' }).click();
  await expect(text).toHaveCount(0);
});

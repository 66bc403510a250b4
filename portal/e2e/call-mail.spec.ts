import { book, makeMember, makeProvider } from './support/people';
import { expect, test } from './support/test';

test('a member comes from the mail into the session in 2 clicks', async ({ page, stack }) => {
  const provider = await makeProvider(stack);
  const member = await makeMember(stack, { language: 'en' });
  const booking = await book(stack, { provider, member, inMinutes: 5 });
  const start = `/v1/bookings/${booking.id}/session/start`;
  await stack.as(provider.id, 'provider', 'POST', start);
  await stack.serviceEvent(provider.id, 'chime:AttendeeJoined');
  const [mail] = await stack.messages(member.email);

  let clicks = 0;
  await page.exposeFunction('clicked', () => (clicks += 1));
  await page.addInitScript(() => {
    const { clicked } = window as unknown as { clicked: () => void };
    document.addEventListener('click', clicked, true);
  });
  await page.route('/mail', (route) =>
    route.fulfill({ contentType: 'text/html; charset=utf-8', body: mail?.html ?? '' }),
  );
  await page.goto('/mail');
  await page.getByRole('link', { name: 'Go to my session' }).click();
  await page.getByRole('button', { name: 'Enter the waiting room' }).click();
  await expect(page.getByRole('group', { name: 'Call controls' })).toBeVisible({ timeout: 30_000 });
  expect(clicks).toBe(2);
});

import { book, makeMember, makeProvider } from './support/people';
import { inspect, signIn } from './support/pages';
import { expect, test } from './support/test';

test('a telephone session: introduced, started, called twice, ended, past', async ({
  page,
  stack,
}) => {
  const provider = await makeProvider(stack);
  const member = await makeMember(stack, { phone: '+84912345099' });
  const booking = await book(stack, { provider, member, sessionType: 'phone', inMinutes: 60 });
  await signIn(page, provider, '/bookings');
  await page.getByRole('link', { name: 'Open phone session' }).click();
  await expect(page.getByRole('link', { name: '+84912345099', exact: true })).toHaveAttribute(
    'href',
    'tel:+84912345099',
  );
  await expect(page.getByRole('button', { name: 'Start Session' })).toBeDisabled();
  await expect(page.getByText(/You can start from/)).toBeVisible();

  const handset = page.getByRole('link', { name: 'Write it on my phone' });
  await expect(handset).toHaveAttribute('href', /^sms:\+84912345099\?body=/);
  await page.getByRole('button', { name: 'I have sent it from my phone' }).click();
  await expect(page.getByText(': sent from your phone')).toBeVisible();
  await page.getByRole('button', { name: 'Let the service send it' }).click();
  await expect(page.getByText(': given to the service to send')).toBeVisible();
  const sent = await stack.messages('+84912345099', 'sms');
  const words = await page.locator('blockquote').innerText();
  expect(sent.map(({ text }) => text)).toContain(words);
  await inspect(page, 'phone-before');

  await stack.advance('PT50M');
  await page.reload();
  await expect(page.getByText(': sent from your phone')).toBeVisible();
  await page.getByRole('button', { name: 'Start Session' }).click();
  await expect(page.getByRole('main').getByText('The session has started.')).toBeVisible();
  await page.getByRole('button', { name: 'No answer' }).click();
  await expect(page.getByText(': no answer')).toBeVisible();
  await page.getByRole('button', { name: 'I reached the member' }).click();
  await expect(page.getByText(': you reached the member')).toBeVisible();
  await inspect(page, 'phone-ongoing');
  await page.getByRole('button', { name: 'End session' }).click();
  await page.getByRole('button', { name: 'Yes, end it' }).click();
  await expect(page.getByText('The session has ended.')).toBeVisible();

  await page.getByRole('link', { name: 'Back to Bookings' }).click();
  await page.getByRole('tab', { name: 'Past' }).click();
  await expect(page.getByRole('article')).toContainText('Completed');
  const past = await stack.as<{ items: { id: string }[] }>(
    provider.id,
    'provider',
    'GET',
    '/v1/bookings?view=past',
  );
  expect(past.items[0]?.id).toBe(booking.id);
});

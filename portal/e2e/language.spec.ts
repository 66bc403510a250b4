import { makeProvider } from './support/people';
import { signIn, speak } from './support/pages';
import { expect, test } from './support/test';

test('the portal speaks the language of the profile, unless another is chosen', async ({
  page,
  stack,
}) => {
  const provider = await makeProvider(stack, { name: 'Lê Thu Hà', language: 'vi' });
  await signIn(page, provider, '/bookings');
  await expect(page.getByRole('heading', { name: 'Lịch hẹn', level: 1 })).toBeVisible();
  await speak(page, 'en');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Bookings', level: 1 })).toBeVisible();
});

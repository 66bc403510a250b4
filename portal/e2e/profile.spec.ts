import { makeProvider } from './support/people';
import { inspect, signIn } from './support/pages';
import { expect, test } from './support/test';

interface Person {
  name: string;
  phone?: string;
  language: string;
  reminders: Record<string, boolean>;
}

test('name, number, language and reminders are changed', async ({ page, stack }) => {
  const provider = await makeProvider(stack);
  await signIn(page, provider, '/profile');
  await expect(page.getByLabel('Name')).toHaveValue('Dr Grace Tan');
  await inspect(page, 'profile');
  await page.getByLabel('Phone').fill('912 34');
  await page.getByLabel('36 hours before').uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('No phone has this number')).toBeVisible();
  await expect(page.getByLabel('36 hours before')).not.toBeChecked();
  await page.getByLabel('Phone').fill('9123 4567');
  await expect(page.getByText('Will be saved as +6591234567.')).toBeVisible();
  await page.getByRole('main').getByLabel('Language').selectOption('vi');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Đã lưu.')).toBeVisible();
  await expect(page.getByLabel('Số điện thoại')).toHaveValue('+6591234567');
  const kept = await stack.as<Person>(provider.id, 'provider', 'GET', '/v1/me');
  expect(kept.phone).toBe('+6591234567');
  expect(kept.language).toBe('vi');
  expect(kept.reminders).toEqual({ PT36H: false, PT24H: true, PT1H: true });
});

import { makeProvider } from './support/people';
import { expectAccessible, inspect, signIn } from './support/pages';
import type { Stack } from './support/stack';
import { expect, test } from './support/test';

interface Person {
  name: string;
  email: string;
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
  await expect(page.getByLabel('Phone')).toHaveAccessibleDescription(/can’t call or text this/);
  await expect(page.getByRole('alert')).toContainText('Phone number: We can’t call or text this');
  await expect(page.getByLabel('36 hours before')).not.toBeChecked();
  await page.getByLabel('Phone').fill('9123 4567');
  await expect(page.getByText('Will be saved as +6591234567.')).toBeVisible();
  await page.getByRole('main').getByLabel('Language').selectOption('vi');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(
    page.getByText('Đã lưu. Chúng tôi đã gửi mã xác nhận đến +6591234567.'),
  ).toBeVisible();
  await expect(page.getByLabel('Số điện thoại', { exact: true })).toHaveValue('+6561234567');
  await page.getByLabel('Mã gồm sáu chữ số').fill(await codeIn(stack, '+6591234567', 'sms'));
  await page.getByRole('button', { name: 'Xác nhận' }).click();
  await expect(page.getByLabel('Số điện thoại', { exact: true })).toHaveValue('+6591234567');
  const kept = await stack.as<Person>(provider.id, 'provider', 'GET', '/v1/me');
  expect(kept.phone).toBe('+6591234567');
  expect(kept.language).toBe('vi');
  expect(kept.reminders).toEqual({ PT36H: false, PT24H: true, PT1H: true });
});

test('a new address counts once its code is entered', async ({ page, stack }) => {
  const provider = await makeProvider(stack);
  const address = `new.${provider.email}`;
  await signIn(page, provider, '/profile');
  await page.getByLabel('Email', { exact: true }).fill(address);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(`Saved. We sent a code to ${address}.`)).toBeVisible();
  const code = page.getByLabel('Six-digit code');
  await inspect(page, 'profile-code');
  const right = await codeIn(stack, address, 'email');
  await code.fill(right === '123456' ? '654321' : '123456');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByText('You have 4 more tries')).toBeVisible();
  await expectAccessible(page);
  // It still waits after the page was loaded anew.
  await page.reload();
  await expect(page.getByLabel('Email', { exact: true })).toHaveValue(provider.email);
  await code.fill(right);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByText('Confirmed.')).toBeVisible();
  await expect(page.getByLabel('Email', { exact: true })).toHaveValue(address);
  await expect(code).toHaveCount(0);
  const kept = await stack.as<Person>(provider.id, 'provider', 'GET', '/v1/me');
  expect(kept.email).toBe(address);
});

/** The code in the newest message to an address or a number. */
async function codeIn(stack: Stack, to: string, channel: 'email' | 'sms'): Promise<string> {
  const [newest] = await stack.messages(to, channel);
  return /\b\d{6}\b/.exec(newest?.text ?? '')?.[0] ?? 'no code';
}

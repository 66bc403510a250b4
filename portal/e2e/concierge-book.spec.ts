import type { Page } from '@playwright/test';

import { tabTo, times } from './support/booker';
import { makeMember, makeProvider } from './support/people';
import { CONCIERGE, expectAccessible, inspect, signIn } from './support/pages';
import type { Booking } from './support/stack';
import { expect, test } from './support/test';

interface Found {
  items: (Booking & { sessionType: string; durationMinutes: number; comment?: string })[];
}

const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};

test('a phone session is booked by the keyboard alone', async ({ page, stack }) => {
  const provider = await makeProvider(stack, { name: 'Dr Olive Koh' });
  const member = await makeMember(stack, { name: 'Hồ Xuân Hương' });
  await signIn(page, CONCIERGE);
  await page.getByRole('link', { name: 'Create booking' }).focus();
  await press(page, 'Enter');
  await expect(page.getByRole('combobox', { name: 'Member' })).toBeFocused();
  await page.keyboard.type('xuân hương');
  await expect(page.getByRole('option', { name: 'Hồ Xuân Hương' })).toBeVisible();
  await press(page, 'Enter', 'Tab');
  await expect(page.getByRole('combobox', { name: 'Member' })).toHaveValue('Hồ Xuân Hương');
  await page.keyboard.type('olive');
  await expect(page.getByRole('option', { name: 'Dr Olive Koh' })).toBeVisible();
  await press(page, 'Enter', 'Tab');
  await expect(page.getByRole('combobox', { name: 'Provider' })).toHaveValue('Dr Olive Koh');
  await expect(page.getByRole('radiogroup', { name: 'Time' })).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Video' })).toBeFocused();
  await press(page, 'ArrowRight');
  // Past the duration, the zone and the month to the first open time.
  await tabTo(page, times(page).first());
  await press(page, 'Space', 'Control+Enter');
  await expect(page.getByText('The session is booked')).toBeVisible();
  const path = `/v1/admin/bookings?memberId=${member.id}`;
  const { items } = await stack.concierge<Found>('GET', path);
  expect(items).toMatchObject([
    { sessionType: 'phone', durationMinutes: 50, provider: { id: provider.id } },
  ]);
});

test('the right one of several people is chosen with the arrows', async ({ page, stack }) => {
  await makeMember(stack, { name: 'Phan Anh Một' });
  const second = await makeMember(stack, { name: 'Phan Anh Nhị' });
  await signIn(page, CONCIERGE, '/concierge/book');
  const picker = page.getByRole('combobox', { name: 'Member' });
  const options = page.getByRole('listbox', { name: 'Member' }).getByRole('option');
  await picker.fill('phan anh');
  await expect(options).toHaveCount(2);
  await expectAccessible(page);
  await picker.press('ArrowDown');
  await expect(
    page.getByRole('listbox', { name: 'Member' }).getByRole('option', { selected: true }),
  ).toContainText(second.email);
  await picker.press('Enter');
  await expect(picker).toHaveValue('Phan Anh Nhị');
  await expect(options).toHaveCount(0);
});

test('a time between the slots is typed, and nothing is lost when it is refused', async ({
  page,
  stack,
}) => {
  const provider = await makeProvider(stack);
  const member = await makeMember(stack);
  const unreachable = await makeMember(stack, { name: 'Đỗ Không Số' });
  await stack.concierge('PATCH', `/v1/admin/members/${unreachable.id}`, { phone: null });
  await signIn(page, CONCIERGE, `/concierge/book?provider=${provider.id}`);
  await expect(page.getByRole('combobox', { name: 'Provider' })).toHaveValue('Dr Grace Tan');
  const picker = page.getByRole('combobox', { name: 'Member' });
  const options = page.getByRole('listbox', { name: 'Member' }).getByRole('option');
  await picker.fill('không số');
  await options.click();
  await page.getByRole('radio', { name: 'Phone' }).check();
  await expect(page.getByText('Đỗ Không Số has no phone number.')).toBeVisible();
  await page.getByRole('button', { name: 'Book', exact: true }).click();
  await expect(page.getByText('Choose a day and a time.')).toBeVisible();
  await picker.fill(member.email);
  await options.filter({ hasText: member.email }).click();

  await page.getByRole('button', { name: 'Type a time instead' }).click();
  const day = new Date((await stack.now()).getTime() + 3 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel('Day').fill(day);
  await page.getByLabel('Time', { exact: true }).fill('1403');
  await page.getByLabel('Comment').fill('Call the landline first');
  await expect(page.getByText(/For Dr Grace Tan: .*15:03, Singapore/)).toBeVisible();
  await inspect(page, 'concierge-book');
  await page.getByRole('button', { name: 'Book', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('five-minute steps');
  await expect(page.getByLabel('Comment')).toHaveValue('Call the landline first');
  await expect(page.getByLabel('Time', { exact: true })).toHaveValue('14:03');
  await page.getByLabel('Time', { exact: true }).fill('14:05');
  await page.getByRole('button', { name: 'Book', exact: true }).click();
  await expect(page.getByText('The session is booked')).toBeVisible();
  await page.getByRole('link', { name: 'Open the booking' }).click();
  await expect(page.getByText('Call the landline first')).toBeVisible();
});

test('a time that was taken and is free again is booked as it stands', async ({ page, stack }) => {
  const provider = await makeProvider(stack);
  const [quicker, member] = [await makeMember(stack), await makeMember(stack)];
  const day = new Date((await stack.now()).getTime() + 3 * 86_400_000).toISOString().slice(0, 10);
  const session = { sessionType: 'video', durationMinutes: 50, startsAt: `${day}T07:00:00Z` };
  const people = { providerId: provider.id, memberId: quicker.id };
  const path = '/v1/admin/bookings';
  const taken = await stack.concierge<Booking>('POST', path, { ...people, ...session });

  await signIn(page, CONCIERGE, `/concierge/book?provider=${provider.id}`);
  await page.getByRole('combobox', { name: 'Member' }).fill(member.email);
  await page.getByRole('listbox', { name: 'Member' }).getByRole('option').click();
  await page.getByRole('button', { name: 'Type a time instead' }).click();
  await page.getByLabel('Day').fill(day);
  await page.getByLabel('Time', { exact: true }).fill('14:00');
  await page.getByRole('button', { name: 'Book', exact: true }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await stack.concierge('POST', `/v1/bookings/${taken.id}/cancel`, { reason: 'A cold' });
  await page.getByRole('button', { name: 'Book', exact: true }).click();
  await expect(page.getByText('The session is booked')).toBeVisible();
});

import type { Page } from '@playwright/test';

import { tabTo, times } from './support/booker';
import { testInTheMorning } from './support/morning';
import { CONCIERGE, expectAccessible, expectNarrow, signIn } from './support/pages';
import { makeMember, makeProvider } from './support/people';
import type { Booking } from './support/stack';
import { expect } from './support/test';

const test = testInTheMorning();

// Neither that of the providers nor that of the members. There it is three in the morning of Monday.
test.use({ timezoneId: 'Europe/Berlin' });

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

test('the week of all providers is walked by the keyboard, and leads to a booking in two steps', async ({
  page,
  stack,
}) => {
  const ada = await makeProvider(stack, { name: 'Dr Ada Lim' });
  const member = await makeMember(stack);
  const book = (sessionType: string, startsAt: string) =>
    stack.concierge<Booking>('POST', '/v1/admin/bookings', {
      providerId: ada.id,
      memberId: member.id,
      sessionType,
      startsAt,
      durationMinutes: 50,
    });
  await book('phone', '2040-06-04T03:00:00Z');
  // In Singapore it is the next morning.
  const late = await book('video', '2040-06-04T21:30:00Z');
  const weekly = ['tuesday', 'wednesday'].map((day) => ({ day, from: '09:00', to: '17:00' }));
  await stack.concierge('PUT', `/v1/admin/providers/${ada.id}/schedule`, { weekly });
  for (let index = 0; index < 10; index += 1)
    await makeProvider(stack, { name: `Dr Bea Number ${index}` });
  const asked: string[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.pathname.endsWith('/schedule') || url.searchParams.has('providerId'))
      asked.push(request.url());
  });

  await signIn(page, CONCIERGE);
  await page.getByRole('link', { name: 'Week by provider' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Week by provider' })).toBeFocused();
  await expect(page.getByRole('status').filter({ hasText: 'Monday, 4 June 2040' })).toBeVisible();
  const table = page.getByRole('table', { name: 'Sessions and open hours of each provider' });
  await expect(table.getByRole('columnheader')).toHaveCount(8);
  await expect(table.getByRole('rowheader')).toHaveCount(10);
  const cells = row(page, 'Dr Ada Lim').getByRole('cell');
  await expect(cells.nth(0).getByRole('link')).toHaveText([
    /^05:00 – 05:50 Nguyễn Thị Mai Phone · Confirmed$/,
    /^23:30 – 00:20 Nguyễn Thị Mai Video · Confirmed$/,
  ]);
  await expect(cells.nth(1)).toContainText('Open: 03:00 – 11:00');
  await expect(cells.nth(1).getByRole('link')).toHaveCount(1);
  await expect(cells.nth(3)).toHaveText(/Not available\.$/);
  await expect(row(page, 'Dr Bea Number 0').getByRole('cell').nth(6)).toContainText('Open all day');
  // Two questions for each row, and none for what is not shown.
  await page.waitForLoadState('networkidle');
  expect(new Set(asked).size).toBe(20);
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
    // Each provider by themselves, in a narrow window.
    await page.setViewportSize({ width: 390, height: 844 });
    await expectAccessible(page);
    await page.setViewportSize({ width: 1280, height: 720 });
  }
  await expectNarrow(page);

  await tabTo(page, page.getByRole('button', { name: 'Next week' }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\?week=2040-06-11$/);
  await expect(cells.nth(0)).toHaveText(/Not available\.$/);
  await page.reload();
  await expect(page.getByRole('status').filter({ hasText: 'Monday, 11 June 2040' })).toBeVisible();
  await page.getByRole('button', { name: 'This week' }).press('Enter');
  await expect(page).toHaveURL(/\/concierge\/week$/);
  await page.getByRole('button', { name: 'Show more' }).press('Enter');
  await expect(table.getByRole('rowheader')).toHaveCount(11);
  await page.getByRole('searchbox').fill('ada');
  await expect(table.getByRole('rowheader')).toHaveCount(1);

  await cells.nth(0).getByRole('link', { name: '23:30' }).press('Enter');
  await expect(page).toHaveURL(new RegExp(`/concierge/bookings/${late.id}$`));
  await page.goBack();
  const open = 'Book with Dr Ada Lim, Wednesday, 6 June 2040';
  await page.getByRole('link', { name: open }).press('Enter');
  await expect(page.getByRole('combobox', { name: 'Provider' })).toHaveValue('Dr Ada Lim');
  await expect(page.getByRole('combobox', { name: 'Member' })).toBeFocused();
  // Nine in Singapore, of the day from which it was asked for.
  await expect(times(page).first()).toHaveAttribute('value', /^2040-06-06T01:00/);
});

test('a row that can’t be read says so, and the others stay', async ({ page, stack }) => {
  const [one, other] = [
    await makeProvider(stack, { name: 'Dr Cy Young' }),
    await makeProvider(stack, { name: 'Dr Cy Older' }),
  ];
  await page.route(`**/v1/admin/bookings?providerId=${one.id}*`, (route) =>
    route.fulfill({ status: 503, json: {} }),
  );
  await signIn(page, CONCIERGE, '/concierge/week?week=2040-06-05');
  await page.getByRole('searchbox').fill('cy');
  await expect(row(page, one.name)).toContainText('This week couldn’t be loaded.');
  await expect(row(page, other.name).getByRole('cell')).toHaveCount(7);
  await expect(page.getByRole('main').getByRole('alert')).toHaveCount(1);
  await page.unrouteAll();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(row(page, one.name).getByRole('cell')).toHaveCount(7);
  await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0);
});

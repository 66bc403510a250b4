import type { Locator, Page } from '@playwright/test';

import { makeProvider } from './support/people';
import { expectAccessible, inspect, signIn } from './support/pages';
import { expect, test } from './support/test';

interface Schedule {
  bufferMinutes: number;
  weekly: { day: string; from: string; to: string }[];
  overrides: { date: string; windows: unknown[] }[];
}

/** A day whose open times are these. Of the first and the last day some may be too near or too far. */
function dayWith(page: Page, times: string): Locator {
  return page.getByRole('definition').filter({ hasText: new RegExp(`^${times}$`) });
}

test('a week, a day off and a pause are edited, saved, and seen in the open times', async ({
  page,
  stack,
}) => {
  const provider = await makeProvider(stack);
  await signIn(page, provider, '/schedule');
  const monday = page.getByRole('group', { name: 'Monday' });
  await expect(monday.getByLabel('Monday, to')).toHaveValue('24:00');
  await inspect(page, 'schedule');
  for (const day of ['Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']) {
    await page
      .getByRole('button', { name: `on ${day}` })
      .first()
      .click();
  }
  await monday.getByLabel('Monday, from').fill('9');
  await monday.getByLabel('Monday, to').fill('12:00');
  await page.getByRole('button', { name: 'Add hours on Monday' }).click();
  const save = page.getByRole('button', { name: 'Save' });
  // The second window meets nothing; make it overlap first.
  await monday.getByLabel('Monday, from').nth(1).fill('11:00');
  await save.click();
  await expect(monday.getByText('hours must not overlap').first()).toBeVisible();
  await expectAccessible(page);
  await monday.getByLabel('Monday, from').nth(1).fill('13:00');
  await monday.getByLabel('Monday, to').nth(1).fill('24');
  await page.getByRole('button', { name: 'Add a date' }).click();
  await page.getByLabel('Date', { exact: true }).fill('2026-12-25');
  await page.getByLabel('Pause after each session').selectOption('15');
  await save.click();
  await expect(page.getByText('Saved. The open times')).toBeVisible();
  const kept = await stack.as<Schedule>(provider.id, 'provider', 'GET', '/v1/me/schedule');
  expect(kept.weekly).toEqual([
    { day: 'monday', from: '09:00', to: '12:00' },
    { day: 'monday', from: '13:00', to: '24:00' },
  ]);
  expect(kept.overrides).toEqual([{ date: '2026-12-25', windows: [] }]);
  expect(kept.bufferMinutes).toBe(15);
  // A session of 50 minutes and its pause fit in until 11:10 at the latest; starts step by 15.
  await expect(dayWith(page, '09:00 – 11:00, 13:00 – 23:00').first()).toBeVisible();
});

test('a first schedule can be made', async ({ page, stack }) => {
  const id = `prv_new_${process.pid}`;
  const person = { id, name: 'Lê Thu Hà', email: 'ha@example.com', timeZone: 'Asia/Ho_Chi_Minh' };
  await stack.concierge('POST', '/v1/admin/providers', person);
  await signIn(page, { id }, '/schedule');
  await page.getByRole('button', { name: 'Add hours on Friday' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved. The open times')).toBeVisible();
  await expect(dayWith(page, '09:00 – 16:00').first()).toBeVisible();
});

test('a change by somebody else is not overwritten, nor is what was typed', async ({
  page,
  stack,
}) => {
  const provider = await makeProvider(stack);
  await signIn(page, provider, '/schedule');
  await page.getByLabel('Pause after each session').selectOption('30');
  const weekly = [{ day: 'monday', from: '10:00', to: '11:00' }];
  await stack.concierge('PUT', `/v1/admin/providers/${provider.id}/schedule`, { weekly });
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert')).toContainText('Somebody changed this in the meantime');
  await expect(page.getByLabel('Pause after each session')).toHaveValue('30');
});

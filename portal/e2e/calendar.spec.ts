import { tabTo } from './support/booker';
import { colours, expectAccessible, inspect, signIn } from './support/pages';
import { makeMember, makeProvider, met } from './support/people';
import type { Booking, Stack } from './support/stack';
import { expect, test } from './support/test';

/** The local date in Singapore so many days from now. */
async function dayIn(stack: Stack, days: number): Promise<string> {
  const at = (await stack.now()).getTime() + days * 86_400_000 + 8 * 3_600_000;
  return new Date(at).toISOString().slice(0, 10);
}

/** A provider, and a member with a session at ten o'clock in Singapore in four days. */
async function scene(stack: Stack) {
  const [provider, member] = [await makeProvider(stack), await makeMember(stack)];
  await met(stack, { provider, member });
  const weekly = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map(
    (day) => ({ day, from: '09:00', to: '17:00' }),
  );
  const overrides = [{ date: await dayIn(stack, 5), windows: [] }];
  const path = `/v1/admin/providers/${provider.id}/schedule`;
  await stack.concierge('PUT', path, { weekly, overrides });
  const day = await dayIn(stack, 4);
  const booking = await stack.concierge<Booking>('POST', '/v1/admin/bookings', {
    providerId: provider.id,
    memberId: member.id,
    sessionType: 'video',
    startsAt: `${day}T02:00:00Z`,
    durationMinutes: 50,
  });
  return { provider, member, day, booking };
}

/** The name of the button in a week that shows one of its days. */
const showing = (day: string) => new RegExp(`\\b${Number(day.slice(8))} \\w+ \\d+: show the day$`);

test('a week and a day show sessions, open hours and days off, in the provider’s zone', async ({
  page,
  stack,
}) => {
  const { provider, day, booking } = await scene(stack);
  await signIn(page, provider, `/calendar?day=${day}`);
  await expect(page.getByText('Times are in Singapore Time (GMT+8).')).toBeVisible();
  const session = page.getByRole('button', { name: /^10:00 Nguyễn Thị Mai/ });
  await expect(session).toBeVisible();
  // A week scrolls sideways where it is narrow, so a day is shown there at first.
  for (const scheme of ['dark', 'light'] as const) {
    await colours(page, scheme);
    await expectAccessible(page);
    await page.screenshot({ path: `e2e/screenshots/calendar-week-${scheme}.png`, fullPage: true });
  }
  await page.setViewportSize({ width: 360, height: 740 });
  await expect(page.getByRole('button', { name: 'Next day' })).toBeVisible();
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.getByRole('button', { name: showing(day) }).click();
  await expect(page.getByRole('button', { name: 'Next day' })).toBeVisible();
  await expect(session).toBeVisible();
  await inspect(page, 'calendar-day');
  await page.getByRole('button', { name: 'Next day' }).click();
  await expect(page.getByText('Day off')).toBeVisible();
  await expect(session).toHaveCount(0);
  await page.getByRole('button', { name: 'Previous day' }).click();
  await session.click();
  await expect(page).toHaveURL(new RegExp(`open=${booking.id}`));
  await page.goBack();
  await expect(session).toBeVisible();
});

for (const timezoneId of ['Asia/Singapore', 'America/Anchorage'])
  test(`days have their names in a browser in ${timezoneId}`, async ({
    browser,
    stack,
    watching,
  }) => {
    const { provider, day } = await scene(stack);
    const context = await browser.newContext({ baseURL: stack.url, timezoneId });
    await watching.watch(context);
    const page = await context.newPage();
    await signIn(page, provider, `/calendar?day=${day}`);
    const name = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'short' });
    const head = page.getByRole('button', { name: showing(day) });
    await expect(head).toHaveText(`${name.format(new Date(day))}${Number(day.slice(8))}`);
  });

test('a time is proposed by the keyboard alone', async ({ page, stack }) => {
  const { provider, member, day } = await scene(stack);
  await signIn(page, provider, `/calendar?view=day&day=${day}`);
  const slots = page.getByRole('button', { name: /: propose a session$/ });
  await page.getByRole('button', { name: 'Day', exact: true }).focus();
  await tabTo(page, slots.first());
  const eleven = page.getByRole('button', { name: /, 11:00: propose a session$/ });
  for (let i = 0; i < 8 && !(await eleven.evaluate((e) => e === document.activeElement)); i += 1)
    await page.keyboard.press('ArrowDown');
  await expect(eleven).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Create booking' })).toBeVisible();
  await expect(page.getByRole('radio', { name: /^11:00/ })).toBeChecked();
  await page.getByRole('button', { name: 'Send the proposal' }).click();
  await expect(page.getByText('The proposal is sent')).toBeVisible();
  const path = '/v1/bookings?view=pending';
  const list = await stack.as<{ items: Booking[] }>(member.id, 'member', 'GET', path);
  expect(list.items.map(({ startsAt }) => startsAt)).toEqual([`${day}T03:00:00Z`]);
});

test('a session is dragged to another time, with the same questions as by its button', async ({
  page,
  stack,
}) => {
  const { provider, member, day, booking } = await scene(stack);
  await signIn(page, provider, `/calendar?view=day&day=${day}`);
  const session = page.getByRole('button', { name: /^10:00 Nguyễn Thị Mai/ });
  const target = page.getByRole('button', { name: /, 14:00: propose a session$/ });
  // It is held at its upper edge, where its new start is to be.
  const top = { x: 60, y: 3 };
  await session.dragTo(target, { sourcePosition: top, targetPosition: top });
  const dialog = page.getByRole('dialog', { name: 'Reschedule the session with Nguyễn Thị Mai' });
  await expect(dialog.getByRole('radio', { name: /^14:00/ })).toBeChecked();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Reschedule' }).click();
  await expect(dialog.getByText('Tell the member first')).toBeVisible();
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: 'Reschedule' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: /^14:00 Nguyễn Thị Mai/ })).toBeVisible();
  const path = `/v1/bookings/${booking.id}`;
  const kept = await stack.as<Booking>(member.id, 'member', 'GET', path);
  expect(kept.startsAt).toBe(`${day}T06:00:00Z`);
});

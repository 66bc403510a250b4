import type { Page } from '@playwright/test';

import { tabTo, times } from './support/booker';
import { book, makeMember, makeProvider, met, propose } from './support/people';
import { CONCIERGE, expectAccessible, inspect, signIn } from './support/pages';
import type { Booking } from './support/stack';
import { expect, test } from './support/test';

const field = (page: Page) => page.getByRole('combobox', { name: 'Find people and sessions' });

const option = (page: Page, name: string | RegExp) => page.getByRole('option', { name });

test('one search finds people however they are written, their sessions, and ids', async ({
  page,
  stack,
}) => {
  const provider = await makeProvider(stack, { name: 'Dr Ada Lim' });
  const phone = '+84912345021';
  const member = await makeMember(stack, { name: 'Quách Thị Đào', phone });
  const { id } = await book(stack, { provider, member, inMinutes: 60 });
  await signIn(page, CONCIERGE);
  await expect(page.getByText('Press / or Ctrl+K on any page.')).toBeVisible();
  for (const words of ['dao quach', 'QUÁCH', '0912 345 021', member.email]) {
    await page.keyboard.press('Control+k');
    await expect(field(page)).toBeFocused();
    await page.keyboard.type(words);
    const people = page.getByRole('group', { name: 'Members' });
    await expect(people.getByRole('option')).toHaveText(`Quách Thị Đào ${member.email} · ${phone}`);
    const sessions = page.getByRole('group', { name: 'Their next sessions' });
    await expect(sessions.getByRole('option')).toContainText('Quách Thị Đào with Dr Ada Lim');
    await page.keyboard.press('Escape');
    await expect(field(page)).toHaveValue('');
  }
  await page.keyboard.type('dao quach');
  await expect(option(page, 'with Dr Ada Lim')).toBeVisible();
  await inspect(page, 'concierge-find');
  await field(page).press('ArrowDown');
  await expect(option(page, 'with Dr Ada Lim')).toHaveAttribute('aria-selected', 'true');
  await field(page).press('Enter');
  await expect(page).toHaveURL(new RegExp(`/concierge/bookings/${id}$`));

  // From another page, by the other key, with an address from a log.
  await page.getByRole('link', { name: 'People', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'People' })).toBeFocused();
  await page.keyboard.press('/');
  await expect(field(page)).toBeFocused();
  await page.keyboard.insertText(`Request about ${id}.`);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/concierge/bookings/${id}$`));
  await expect(page.getByRole('heading', { name: 'Booking of Quách Thị Đào' })).toBeVisible();
});

test('a slash in a field is a slash, and nothing is found says so', async ({ page }) => {
  await signIn(page, CONCIERGE, '/concierge/people/members/new');
  await page.getByLabel('Name').fill('');
  await page.getByLabel('Name').press('/');
  await expect(page.getByLabel('Name')).toHaveValue('/');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('nobody at all');
  await expect(page.getByRole('status').filter({ hasText: '0 found' })).toBeVisible();
  await expectAccessible(page);
});

test('the key / can be turned off on a device, and Ctrl+K stays', async ({ page }) => {
  await signIn(page, CONCIERGE);
  await page.getByRole('button', { name: 'Turn off the / key' }).press('Enter');
  await expect(page.getByText('Press Ctrl+K on any page.')).toBeVisible();
  await expect(field(page)).toHaveAttribute('aria-keyshortcuts', 'Control+K');
  await expectAccessible(page);
  // It stays off on this device, in another tab too.
  const other = await page.context().newPage();
  await signIn(other, CONCIERGE, '/concierge/people');
  await expect(other.getByRole('heading', { level: 1, name: 'People' })).toBeVisible();
  await other.keyboard.press('/');
  await expect(field(other)).not.toBeFocused();
  await other.keyboard.press('Control+k');
  await expect(field(other)).toBeFocused();
  await other.getByRole('button', { name: 'Turn on the / key' }).click();
  await other.getByRole('heading', { level: 1 }).focus();
  await other.keyboard.press('/');
  await expect(field(other)).toBeFocused();
});

test('what waits, is late and is stuck is counted on every page', async ({ page, stack }) => {
  const provider = await makeProvider(stack);
  const [waiting, late] = [await makeMember(stack), await makeMember(stack)];
  const other = await makeProvider(stack);
  const first = await book(stack, { provider, member: waiting, inMinutes: 5 });
  await book(stack, { provider: other, member: late, inMinutes: 5 });
  await signIn(page, CONCIERGE, '/concierge/people');
  const counts = page.getByRole('navigation', { name: 'Right now' });
  await expect(counts.getByRole('link')).toHaveText([/^Waiting \d+$/, /^Late \d+$/, /^Messages/]);
  const number = async (name: RegExp) =>
    Number((await counts.getByRole('link', { name }).innerText()).replace(/\D/g, ''));
  const before = await number(/Late/);
  await stack.advance('PT12M');
  await stack.as(waiting.id, 'member', 'POST', `/v1/bookings/${first.id}/session/join`);
  await page.reload();
  await expect.poll(() => number(/Waiting/), { timeout: 30_000 }).toBeGreaterThan(0);
  await expect.poll(() => number(/Late/)).toBeGreaterThan(before);
  await inspect(page, 'concierge-counts');
  await counts.getByRole('link', { name: /Late/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Desk' })).toBeVisible();
  await counts.getByRole('link', { name: /Messages/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Needs attention' })).toBeVisible();
});

test('a phone session is booked from the desk by the keyboard alone, in 6 steps', async ({
  page,
  stack,
}) => {
  const provider = await makeProvider(stack, { name: 'Dr Olga Petrova' });
  const member = await makeMember(stack, { name: 'Tạ Hoàng Yến' });
  await signIn(page, CONCIERGE);
  let steps = 0;
  /** One thing that is decided, with the keys that it takes. */
  const step = async (act: () => Promise<unknown>) => {
    steps += 1;
    await act();
  };
  const keys = page.keyboard;
  await expect(field(page)).toBeVisible();
  await step(async () => {
    await keys.press('/');
    await keys.type('hoang yen');
    await expect(option(page, /Tạ Hoàng Yến/)).toHaveAttribute('aria-selected', 'true');
  });
  await step(() => keys.press('Shift+Enter'));
  await expect(page.getByRole('combobox', { name: 'Member' })).toHaveValue('Tạ Hoàng Yến');
  await expect(page.getByRole('combobox', { name: 'Provider' })).toBeFocused();
  await step(async () => {
    await keys.type('petrova');
    await keys.press('Enter');
    await expect(page.getByRole('combobox', { name: 'Provider' })).toHaveValue('Dr Olga Petrova');
  });
  await step(async () => {
    await keys.press('Tab');
    await expect(page.getByRole('radio', { name: 'Video' })).toBeFocused();
    await keys.press('ArrowRight');
  });
  await step(async () => {
    await expect(times(page).first()).toBeVisible();
    await tabTo(page, times(page).first());
    await keys.press('Space');
  });
  await step(() => keys.press('Control+Enter'));
  await expect(page.getByText('The session is booked')).toBeVisible();
  expect(steps).toBe(6);
  const path = `/v1/admin/bookings?memberId=${member.id}`;
  const { items } = await stack.concierge<{ items: Booking[] }>('GET', path);
  expect(items).toMatchObject([{ sessionType: 'phone', provider: { id: provider.id } }]);
});

test('a corrected address sends what follows from it in 3 clicks', async ({ page, stack }) => {
  const provider = await makeProvider(stack);
  const member = await makeMember(stack, { name: 'Cao Bá Quát' });
  await book(stack, { provider, member, inMinutes: 600 });
  await signIn(page, CONCIERGE, `/concierge/people/members/${member.id}`);
  await page.evaluate(() => {
    const counted = window as unknown as { clicks: number };
    counted.clicks = 0;
    document.addEventListener('click', () => (counted.clicks += 1), true);
  });
  await page.getByLabel('Email', { exact: true }).click();
  const email = `quat.${process.pid}@example.com`;
  await page.keyboard.press('Control+a');
  await page.keyboard.type(email);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: `Send the link of 1 session to ${email}` }).click();
  await expect(
    page.getByText(`The email about 1 session is on its way to ${email}.`),
  ).toBeVisible();
  expect(await page.evaluate(() => (window as unknown as { clicks: number }).clicks)).toBe(3);
  const sent = (await stack.messages(email)).map(({ text }) => text);
  expect(sent.filter((text) => text.includes('/visit#'))).toHaveLength(1);
});

test('a person’s page says what they were told about each session, and sends the link again', async ({
  page,
  stack,
}) => {
  const provider = await makeProvider(stack);
  const member = await makeMember(stack, { name: 'Hàn Mặc Tử' });
  await met(stack, { provider, member });
  await book(stack, { provider, member, inMinutes: 600 });
  await propose(stack, { provider, member });
  await stack.messages(member.email);
  await signIn(page, CONCIERGE, `/concierge/people/members/${member.id}`);
  const ahead = page.getByRole('region', { name: 'Sessions to come' });
  const session = ahead.getByRole('listitem').filter({ has: page.getByText('Confirmed') });
  const proposal = ahead.getByRole('listitem').filter({ has: page.getByText('Pending') });
  await expect(session).toContainText(/Confirmation · Email · .*(Sent|Arrived)/);
  await expect(proposal).toContainText(/Proposal · Email · .*(Sent|Arrived)/);
  await expect(ahead.getByText('Completed')).toHaveCount(0);
  await inspect(page, 'concierge-person-ahead');
  const before = (await stack.messages(member.email)).length;
  await session.getByRole('button', { name: 'Send the link again' }).click();
  await expect(page.getByText('The message is on its way.')).toBeVisible();
  await expect(session).toContainText('sent again');
  const after = await stack.messages(member.email);
  expect(after).toHaveLength(before + 1);
  expect(after[0]?.text).toContain('/visit#');

  await page.goto(`/concierge/people/providers/${provider.id}`);
  await expect(ahead.getByRole('link', { name: 'Hàn Mặc Tử with Dr Grace Tan' })).toHaveCount(2);
  await expect(ahead.getByRole('button', { name: 'Send the link again' })).toHaveCount(0);
});

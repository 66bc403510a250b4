import type { Page } from '@playwright/test';

import { chooseDay, freeDays, tabTo, times } from './support/booker';
import { inspect, signIn } from './support/pages';
import { book, makeMember, makeProvider, type TestPerson } from './support/people';
import type { Booking, Stack } from './support/stack';
import { expect, test } from './support/test';

/** A member whose first session was booked for them, and that session. */
async function pair(stack: Stack, changes: Partial<TestPerson> = {}) {
  const provider = await makeProvider(stack);
  const member = await makeMember(stack, { language: 'en', ...changes });
  const first = await book(stack, { provider, member, inMinutes: 4 * 1440, durationMinutes: 30 });
  return { provider, member, first };
}

async function upcoming(stack: Stack, { id }: Pick<TestPerson, 'id'>) {
  const list = await stack.as<{ items: Booking[] }>(
    id,
    'member',
    'GET',
    '/v1/bookings?view=upcoming',
  );
  return list.items;
}

/** Chooses one of the times shown, by its place in the list. */
async function choose(page: Page, place: number): Promise<string> {
  // Late in the evening few times are left of the first day.
  await chooseDay(page, 1);
  const radio = times(page).nth(place);
  await radio.check();
  return radio.inputValue();
}

test('a video session: chosen, booked, told to both, and in the list', async ({ page, stack }) => {
  const { provider, member } = await pair(stack);
  await signIn(page, member, '/bookings');
  await page.getByRole('main').getByRole('link', { name: 'Book a session' }).click();
  await expect(page.getByLabel('Provider')).toHaveValue(provider.id);
  await expect(page.getByLabel('Duration')).toHaveValue('30');
  await expect(page.getByText('Times are in Vietnam Time (GMT+7).')).toBeVisible();
  await page.getByRole('button', { name: 'Book this session' }).click();
  await expect(page.getByText('Choose a day and a time.')).toBeVisible();
  const startsAt = await choose(page, 3);
  await page.getByLabel('Comment').fill('About my move');
  await expect(page.getByRole('group', { name: 'Your session' })).toContainText('Dr Grace Tan');
  await inspect(page, 'member-book');
  await page.getByRole('button', { name: 'Book this session' }).click();
  await expect(page.getByRole('status')).toContainText('Your session is booked');
  await expect(page.getByRole('status')).toBeFocused();
  await inspect(page, 'member-booked');
  const kept = (await upcoming(stack, member)).find((each) => each.startsAt === startsAt);
  expect(kept).toMatchObject({
    status: 'confirmed',
    sessionType: 'video',
    durationMinutes: 30,
    comment: 'About my move',
  });
  const sent = [...(await stack.messages(member.email)), ...(await stack.messages(provider.email))];
  expect(sent.length).toBeGreaterThanOrEqual(4);
  expect(sent.map(({ text }) => text).join()).not.toContain('About my move');
  await page.getByRole('link', { name: 'See your sessions' }).click();
  await expect(page.getByRole('article')).toHaveCount(2);
});

test('a phone session names the number that is called, and the SMS the one that calls', async ({
  page,
  stack,
}) => {
  const { member } = await pair(stack, { phone: '+84912345001' });
  await signIn(page, member, '/book');
  await page.getByRole('radio', { name: 'Phone' }).check();
  await expect(page.getByText('The provider will call you on +84912345001.')).toBeVisible();
  await choose(page, 0);
  await page.getByRole('button', { name: 'Book this session' }).click();
  await expect(page.getByRole('status')).toContainText('a text message that says which number');
  const texts = (await stack.messages('+84912345001', 'sms')).map(({ text }) => text);
  expect(texts.some((text) => text.includes('+6561234567'))).toBe(true);
});

test('a time that is taken meanwhile leaves the list, and the rest stays', async ({
  page,
  stack,
}) => {
  const { provider, member } = await pair(stack);
  const rival = await makeMember(stack);
  await signIn(page, member, '/book');
  await page.getByLabel('Duration').selectOption('60');
  await page.getByLabel('Comment').fill('I keep this');
  const startsAt = await choose(page, 2);
  await stack.as(rival.id, 'member', 'POST', '/v1/bookings', {
    providerId: provider.id,
    sessionType: 'video',
    startsAt,
    durationMinutes: 60,
  });
  await page.getByRole('button', { name: 'Book this session' }).click();
  await expect(page.getByRole('alert')).toContainText('This time has just been taken');
  await expect(page.getByText('Choose a day and a time.')).toBeVisible();
  await expect(page.locator(`input[value="${startsAt}"]`)).toHaveCount(0);
  await expect(page.getByLabel('Duration')).toHaveValue('60');
  await expect(page.getByLabel('Comment')).toHaveValue('I keep this');
  const nearest = page.getByRole('radiogroup', { name: 'The nearest open times' });
  await expect(nearest.getByRole('radio').first()).toBeVisible();
  await inspect(page, 'member-book-taken');
  // The nearest is taken right where the page says so, and the month shows it.
  const instead = nearest.getByRole('radio').nth(1);
  await instead.check();
  const other = await instead.inputValue();
  await expect(times(page).and(page.locator(`[value="${other}"]`))).toBeChecked();
  await page.getByRole('button', { name: 'Book this session' }).click();
  await expect(page.getByRole('status')).toContainText('Your session is booked');
  const kept = (await upcoming(stack, member)).find((each) => each.startsAt === other);
  expect(kept).toMatchObject({ comment: 'I keep this', durationMinutes: 60 });
});

test('a lost answer does not book twice', async ({ page, stack }) => {
  const { member } = await pair(stack);
  await signIn(page, member, '/book');
  const startsAt = await choose(page, 1);
  let isFirst = true;
  await page.route('**/v1/bookings', async (route) => {
    if (!isFirst) return route.continue();
    isFirst = false;
    await route.fetch();
    return route.abort();
  });
  const send = page.getByRole('button', { name: 'Book this session' });
  await send.click();
  await expect(page.getByRole('alert')).toContainText('can’t be reached');
  await send.click();
  await expect(page.getByRole('status')).toContainText('Your session is booked');
  expect(await upcoming(stack, member)).toHaveLength(2);
  expect((await upcoming(stack, member)).map((each) => each.startsAt)).toContain(startsAt);
});

test('who never had a session is told how to get the first, or follows a link', async ({
  page,
  stack,
}) => {
  const provider = await makeProvider(stack);
  const member = await makeMember(stack, { language: 'en' });
  await signIn(page, member, '/book');
  await expect(page.getByText('Your care concierge books the first one')).toBeVisible();
  await inspect(page, 'member-book-first');
  await page.goto(`/book/${provider.id}`);
  await choose(page, 0);
  await page.getByRole('button', { name: 'Book this session' }).click();
  await expect(page.getByRole('group', { name: 'Your session' })).toContainText('Dr Grace Tan');
  expect(await upcoming(stack, member)).toHaveLength(1);
});

test('without a number the form says what to do, and goes on when there is one', async ({
  page,
  stack,
}) => {
  const { phone, ...person } = await makeMember(stack, { language: 'en' });
  const member = { ...person, id: `${person.id}_b`, email: `b.${person.email}` };
  await stack.concierge('POST', '/v1/admin/members', member);
  const provider = await makeProvider(stack);
  await signIn(page, member, `/book/${provider.id}`);
  await page.getByRole('radio', { name: 'Phone' }).check();
  await expect(page.getByText('Your profile has no phone number yet.')).toBeVisible();
  const link = page.getByRole('link', { name: 'Change it in your profile' });
  await expect(link).toHaveAttribute('target', '_blank');
  const startsAt = await choose(page, 5);
  await page.getByLabel('Comment').fill('Please speak slowly');
  const send = page.getByRole('button', { name: 'Book this session' });
  await send.click();
  await expect(page.getByRole('alert')).toContainText('phone number is missing');
  await inspect(page, 'member-book-phone');
  await stack.concierge('PATCH', `/v1/admin/members/${member.id}`, { phone });
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(page.getByText(`The provider will call you on ${phone}.`)).toBeVisible();
  await send.click();
  await expect(page.getByRole('status')).toContainText('Your session is booked');
  expect((await upcoming(stack, member))[0]).toMatchObject({
    startsAt,
    sessionType: 'phone',
    comment: 'Please speak slowly',
  });
});

test('by keyboard alone, in Vietnamese', async ({ page, stack }) => {
  const { member } = await pair(stack, { language: 'vi' });
  await signIn(page, member, '/book');
  await expect(page.getByRole('heading', { name: 'Đặt lịch hẹn' })).toBeVisible();
  const radios = times(page);
  await expect(radios.first()).toBeVisible();
  await page.getByLabel('Chuyên gia').focus();
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await press('Tab', 'ArrowRight');
  await expect(page.getByRole('radio', { name: 'Gọi điện thoại' })).toBeChecked();
  await expect(page.getByText('Chuyên gia sẽ gọi cho anh/chị qua số')).toBeVisible();
  await press('ArrowLeft');
  await tabTo(page, freeDays(page).first());
  await press('Enter');
  await tabTo(page, radios.first());
  await press('Space', 'ArrowDown');
  await expect(radios.nth(1)).toBeChecked();
  await expect(radios.nth(1)).toBeFocused();
  await press('Tab');
  await page.keyboard.type('Chào bác sĩ');
  await press('Tab', 'Enter');
  await expect(page.getByRole('status')).toContainText('Đã đặt buổi hẹn');
  await expect(page.getByRole('status')).toBeFocused();
  const list = await upcoming(stack, member);
  expect(list).toHaveLength(2);
  expect((await stack.messages(member.email))[0]?.subject).toMatch(/buổi hẹn|lịch hẹn/i);
});

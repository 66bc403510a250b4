import { book, makeMember, makeProvider, met, propose } from './support/people';
import { expectAccessible, inspect, signIn } from './support/pages';
import type { Stack } from './support/stack';
import { expect, test } from './support/test';

/** A zone in which it is between noon and one o'clock, so that the day has time left. */
async function zoneAtNoon(stack: Stack): Promise<string> {
  const ahead = 12 - (await stack.now()).getUTCHours();
  // The names of these zones have the sign the other way round.
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

async function pair(stack: Stack) {
  const timeZone = await zoneAtNoon(stack);
  return { provider: await makeProvider(stack, { timeZone }), member: await makeMember(stack) };
}

test('a provider starts with the next session, the day, and what waits for an answer', async ({
  page,
  stack,
}) => {
  const people = await pair(stack);
  await met(stack, people);
  await book(stack, { ...people, inMinutes: 60 });
  const other = await makeMember(stack, { name: 'Trần Văn An' });
  await book(stack, { ...people, member: other, inMinutes: 180, sessionType: 'phone' });
  const off = await book(stack, { ...people, inMinutes: 300 });
  await stack.concierge('POST', `/v1/bookings/${off.id}/cancel`, { reason: 'A cold' });
  await propose(stack, people);
  await signIn(page, people.provider);
  await expect(page.getByRole('heading', { level: 1, name: 'Today' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Today' })).toHaveAttribute('aria-current', 'page');

  const next = page.getByRole('region', { name: 'Next session' });
  await expect(next.getByRole('article', { name: 'Nguyễn Thị Mai' })).toContainText(
    /Starts in (59|60|61|62|63|64) minutes/,
  );
  await expect(next).toContainText('Vietnam Time (GMT+7)');
  await expect(next).toContainText(/You can start from \d\d:\d\d\. .* at least 5 minutes early/);
  await expect(next.getByRole('button', { name: 'Start Session' })).toBeDisabled();
  const day = page.getByRole('region', { name: 'Your day' });
  // What was held came to its end at once, and began five minutes later.
  await expect(day.getByRole('listitem')).toHaveText([
    /^Now, \d\d:\d\d$/,
    /Nguyễn Thị Mai.*Completed/,
    /Nguyễn Thị Mai.*Video · Confirmed/,
    /Trần Văn An.*Phone · Confirmed/,
    /Nguyễn Thị Mai.*Cancelled/,
  ]);
  const proposals = page.getByRole('region', { name: 'Waiting for an answer' });
  await expect(proposals.getByRole('listitem')).toContainText('The member can accept until');
  await inspect(page, 'today');
  await proposals.getByRole('link', { name: 'See all proposals' }).click();
  await expect(page.getByRole('tab', { name: 'Pending' })).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('link', { name: 'Today' }).click();
  await next.getByRole('link', { name: 'Move, cancel or see more' }).click();
  await expect(page.getByRole('button', { expanded: true })).toContainText('Nguyễn Thị Mai');
  await expect(page.getByRole('button', { name: 'Cancel booking' })).toBeVisible();
});

test('who waits is seen at the top, in the next session and in the day', async ({
  page,
  context,
  stack,
}) => {
  const people = await pair(stack);
  const booking = await book(stack, { ...people, inMinutes: 5 });
  await signIn(page, people.provider);
  const next = page.getByRole('region', { name: 'Next session' });
  await expect(next).toContainText(/Starts (now|in \d minutes?)/);
  const come = () =>
    stack.as(people.member.id, 'member', 'POST', `/v1/bookings/${booking.id}/session/join`);
  await come();
  const waits = setInterval(() => void come().catch(() => undefined), 4_000);
  const banner = page.getByRole('complementary', { name: 'In the waiting room' });
  await expect(banner).toContainText('Nguyễn Thị Mai has been in the waiting room since');
  await expect(next).toContainText('Nguyễn Thị Mai is in the waiting room');
  const day = page.getByRole('region', { name: 'Your day' });
  await expect(day).toContainText('Video · In the waiting room');
  await inspect(page, 'today-waiting');
  const opened = context.waitForEvent('page');
  await next.getByRole('link', { name: 'Start Session' }).click();
  await expect(await opened).toHaveURL(new RegExp(`/call/${booking.id}`));
  clearInterval(waits);
});

test('who has no hours yet is led to them, and who has no session to propose one', async ({
  page,
  stack,
}) => {
  const id = `prv_today_${process.pid}`;
  const person = { id, name: 'Lê Thu Hà', email: `${id}@example.com`, timeZone: 'Asia/Singapore' };
  await stack.concierge('POST', '/v1/admin/providers', person);
  await signIn(page, { id });
  const next = page.getByRole('region', { name: 'Next session' });
  await expect(next).toContainText('You have no working hours yet.');
  await expect(page.getByText('You have no sessions today.')).toBeVisible();
  await inspect(page, 'today-new');
  await next.getByRole('link', { name: 'Add working hours' }).click();
  await page.getByRole('button', { name: 'Add hours on Friday' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved. The open times')).toBeVisible();
  await page.getByRole('link', { name: 'Today' }).click();
  await expect(next).toContainText('You have no upcoming sessions.');
  await next.getByRole('link', { name: 'Propose a session' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Create booking' })).toBeVisible();
});

test('a list that can’t be read says so, and the rest of the day stays', async ({
  page,
  stack,
}) => {
  const people = await pair(stack);
  await book(stack, { ...people, inMinutes: 60 });
  await page.route('**/v1/bookings?view=past*', (route) =>
    route.fulfill({ status: 503, body: '{}' }),
  );
  await signIn(page, people.provider);
  const day = page.getByRole('region', { name: 'Your day' });
  await expect(day.getByRole('alert')).toContainText('The service has a problem at the moment');
  await expect(day.getByRole('listitem').filter({ hasText: 'Confirmed' })).toBeVisible();
  await expectAccessible(page);
  await page.unroute('**/v1/bookings?view=past*');
  await day.getByRole('button', { name: 'Try again' }).click();
  await expect(day.getByRole('alert')).toHaveCount(0);
});

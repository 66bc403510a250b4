import { enter, expectMoving, joinAsHost, linkOf, picture } from './support/call';
import { countClicks } from './support/clicks';
import { inspect, signIn, speak } from './support/pages';
import { book, makeMember, makeProvider, propose } from './support/people';
import type { Booking } from './support/stack';
import { expect, test } from './support/test';

const WEEK_MS = 7 * 24 * 3600_000;

test('a session takes four clicks from its start to its end, and the next one two more', async ({
  page,
  context,
  browser,
  stack,
  watching,
}) => {
  const [provider, member] = [await makeProvider(stack), await makeMember(stack)];
  const booking = await book(stack, { provider, member, inMinutes: 5, durationMinutes: 30 });
  const theirs = await browser.newContext({ baseURL: stack.url });
  await watching.watch(theirs);
  const clicksOfMember = await countClicks(theirs);
  const visit = await theirs.newPage();
  await visit.goto(await linkOf(stack, member));
  await enter(visit);

  const clicks = await countClicks(context);
  await signIn(page, provider, '/');
  const opened = context.waitForEvent('page');
  await page.getByRole('region', { name: 'Next session' }).getByText('Start Session').click();
  const call = await opened;
  await joinAsHost(call);
  await expectMoving(picture(visit, 'other'));
  await expectMoving(picture(call, 'other'));
  // With the link in the email, which opens the page, these are two.
  expect(clicksOfMember()).toBe(1);
  await call.getByRole('button', { name: 'Leave' }).click();
  await call.getByRole('button', { name: 'End meeting for all' }).click();

  const ended = call.getByRole('region', { name: 'The session with Nguyễn Thị Mai has ended' });
  await expect(ended.getByRole('heading', { level: 2 })).toBeFocused();
  await expect(call.getByRole('heading', { level: 1, name: 'Bookings' })).toBeVisible();
  expect(clicks()).toBe(4);
  await expect(ended).toContainText(/It was open from \d\d:\d\d to \d\d:\d\d\./);
  await expect(ended).toContainText('were together for less than a minute');
  await inspect(call, 'call-ended');

  await speak(visit, 'en');
  await expect(visit.getByRole('heading', { name: 'The session has ended' })).toBeVisible();
  await expect(visit.getByText('Thank you for your time with Dr Grace Tan')).toBeVisible();
  await expect(visit.getByText('were together for less than a minute')).toBeVisible();
  await inspect(visit, 'call-closing');

  const before = clicks();
  await ended.getByRole('link', { name: 'Propose this time' }).click();
  await call.getByRole('button', { name: 'Send the proposal' }).click();
  await expect(call.getByText('The proposal is sent')).toBeVisible();
  expect(clicks() - before).toBe(2);
  const list = '/v1/bookings?view=pending';
  const { items } = await stack.as<{ items: Proposed[] }>(provider.id, 'provider', 'GET', list);
  const startsAt = new Date(Date.parse(booking.startsAt) + WEEK_MS).getTime();
  expect(items.map((each) => Date.parse(each.startsAt))).toEqual([startsAt]);
  expect(items[0]).toMatchObject({ durationMinutes: 30, member: { id: member.id } });

  // What was proposed is not offered once more.
  await call.goBack();
  await expect(ended).toContainText('Nguyễn Thị Mai has not answered yet.');
  await expect(ended.getByRole('link', { name: 'Propose this time' })).toHaveCount(0);
  await ended.getByRole('button', { name: 'Close' }).press('Enter');
  await expect(ended).toHaveCount(0);
  await expect(call.getByRole('heading', { level: 1 })).toBeFocused();

  await visit.getByRole('link', { name: 'Sign in to book another session' }).click();
  await expect(visit).toHaveURL(new RegExp(`/book/${provider.id}$`));
  await theirs.close();
});

interface Proposed extends Booking {
  durationMinutes: number;
}

test('a member who is signed in sees at the end what comes next', async ({
  page,
  browser,
  stack,
  watching,
}) => {
  const provider = await makeProvider(stack);
  const member = await makeMember(stack, { language: 'en' });
  const booking = await book(stack, { provider, member, inMinutes: 5 });
  const theirs = await browser.newContext({ baseURL: stack.url });
  await watching.watch(theirs);
  const visit = await theirs.newPage();
  await signIn(visit, member, `/call/${booking.id}`);
  await enter(visit);
  await signIn(page, provider, `/call/${booking.id}`);
  await joinAsHost(page);
  await expectMoving(picture(visit, 'other'));
  await page.getByRole('button', { name: 'Leave' }).click();
  await page.getByRole('button', { name: 'End meeting for all' }).click();

  await expect(visit.getByRole('heading', { name: 'The session has ended' })).toBeVisible();
  await expect(visit.getByText('Your next session')).toHaveCount(0);
  await propose(stack, { provider, member });
  await book(stack, { provider, member, inMinutes: 10 * 1440 });
  // Read every quarter of a minute.
  const proposal = visit.getByText(/^Dr Grace Tan suggests another session: /);
  await expect(proposal).toBeVisible({ timeout: 30_000 });
  const next = visit.getByText(/^Your next session: .*Vietnam Time \(GMT\+7\), with Dr Grace Tan/);
  await expect(next).toBeVisible({ timeout: 30_000 });
  await inspect(visit, 'call-ending');
  const again = visit.getByRole('link', { name: 'Book another session' });
  await expect(again).toHaveAttribute('href', `/book/${provider.id}`);
  await visit.getByRole('link', { name: 'Answer' }).click();
  await expect(visit.getByRole('button', { name: 'Accept' })).toBeVisible();
  await theirs.close();
});

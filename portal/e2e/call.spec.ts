import { enter, expectMoving, joinAsHost, linkOf, picture } from './support/call';
import { signInByHand, speak } from './support/pages';
import { book, makeMember, makeProvider } from './support/people';
import { expect, test } from './support/test';

test('the whole job: from the email’s link to both pictures, the end for all, and Past', async ({
  page,
  context,
  browser,
  stack,
  watching,
}) => {
  const provider = await makeProvider(stack);
  const member = await makeMember(stack);
  const booking = await book(stack, { provider, member, inMinutes: 5 });

  const theirs = await browser.newContext({ baseURL: stack.url });
  await watching.watch(theirs);
  const visit = await theirs.newPage();
  await visit.goto(await linkOf(stack, member));
  await speak(visit, 'en');
  await enter(visit);
  await expect(visit.getByText('You are in the waiting room')).toBeVisible();
  await expect(visit.getByText('Your session with Dr Grace Tan')).toBeVisible();

  await signInByHand(page, provider, '/bookings');
  await expect(page.getByRole('article')).toContainText('is in the waiting room');
  const opened = context.waitForEvent('page');
  await page.getByRole('link', { name: 'Start Session' }).click();
  const call = await opened;
  await joinAsHost(call);

  await expectMoving(picture(visit, 'other'));
  await expectMoving(picture(visit, 'self'));
  await expectMoving(picture(call, 'other'));
  await expectMoving(picture(call, 'self'));

  await call.getByRole('button', { name: 'Leave' }).click();
  await call.getByRole('button', { name: 'End meeting for all' }).click();
  await expect(visit.getByRole('heading', { name: 'The session has ended' })).toBeVisible();
  await expect(call).toHaveURL(/\/bookings\?ended=/);
  await call.getByRole('tab', { name: 'Past' }).click();
  await expect(call.getByRole('article')).toContainText('Completed');
  const past = await stack.as<{ items: { id: string }[] }>(
    provider.id,
    'provider',
    'GET',
    '/v1/bookings?view=past',
  );
  expect(past.items[0]?.id).toBe(booking.id);
  await theirs.close();
});

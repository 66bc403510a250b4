import { expectMoving, joinAsHost, linkOf, picture } from './support/call';
import { signIn, speak } from './support/pages';
import { book, makeMember, makeProvider } from './support/people';
import { expect, test } from './support/test';

test('the meeting service alone opens the door, and shuts it when the provider’s tab crashes', async ({
  page,
  context,
  browser,
  stack,
  watching,
}) => {
  test.setTimeout(180_000);
  const provider = await makeProvider(stack);
  const member = await makeMember(stack);
  const booking = await book(stack, { provider, member, inMinutes: 5 });
  const theirs = await browser.newContext({ baseURL: stack.url });
  await watching.watch(theirs);
  const visit = await theirs.newPage();
  await visit.goto(await linkOf(stack, member));
  await speak(visit, 'en');
  const waits = visit.getByText('You are in the waiting room');
  await expect(waits).toBeVisible();

  // Nothing that the provider's page says of itself arrives.
  await context.route('**/session/presence', (route) => route.abort());
  await signIn(page, provider, `/call/${booking.id}`);
  await joinAsHost(page);
  await expectMoving(picture(visit, 'other'));

  const crashed = page.waitForEvent('crash');
  await page.goto('chrome://crash').catch(() => undefined);
  await crashed;
  // Until the service has noticed, a member who comes anew is let in; from then on they wait.
  await expect(async () => {
    await visit.reload();
    await expect(waits).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 60_000 });

  const again = await context.newPage();
  await signIn(again, provider, `/call/${booking.id}`);
  await joinAsHost(again);
  await expectMoving(picture(visit, 'other'));
  await theirs.close();
});

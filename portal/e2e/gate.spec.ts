import { atTheDoor, expectMoving, joinAsHost, kill, picture } from './support/call';
import { signIn } from './support/pages';
import { expect, test } from './support/test';

test('the meeting service alone opens the door, and shuts it when the provider’s tab crashes', async ({
  page,
  context,
  browser,
  stack,
  watching,
}) => {
  test.setTimeout(180_000);
  // Nothing that the provider's page says of itself arrives.
  await context.route('**/session/presence', (route) => route.abort());
  const { provider, booking, visit } = await atTheDoor({ page, browser, stack, watching });
  const waits = visit.getByText('You are in the waiting room');
  await expect(waits).toBeVisible();
  await joinAsHost(page);
  await expectMoving(picture(visit, 'other'));

  await kill(page);
  // Until the service has noticed, a member who comes anew is let in; from then on they wait.
  await expect(async () => {
    await visit.reload();
    await expect(waits).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 60_000 });

  const again = await context.newPage();
  await signIn(again, provider, `/call/${booking.id}`);
  await joinAsHost(again);
  await expectMoving(picture(visit, 'other'));
});

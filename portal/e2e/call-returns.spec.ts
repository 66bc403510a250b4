import type { Response } from '@playwright/test';

import {
  atTheDoor,
  enter,
  expectMoving,
  inTheCall,
  joinAsHost,
  kill,
  picture,
} from './support/call';
import { signIn } from './support/pages';
import { expect, test } from './support/test';

test('a provider whose tab dies comes back to the member, who has stayed', async ({
  page,
  context,
  browser,
  stack,
  watching,
}) => {
  const { provider, booking, visit } = await inTheCall({ page, browser, stack, watching });
  await kill(page);
  await expect(visit.getByText('Dr Grace Tan is not in the call at the moment.')).toBeVisible({
    timeout: 30_000,
  });
  const again = await context.newPage();
  await signIn(again, provider, `/call/${booking.id}`);
  await joinAsHost(again);
  await expectMoving(picture(visit, 'other'));
  await expectMoving(picture(again, 'other'));
});

test('a provider who stays away sends the member back to the waiting room, until they return', async ({
  page,
  context,
  browser,
  stack,
  watching,
}) => {
  const { provider, booking, visit } = await inTheCall({ page, browser, stack, watching });
  await kill(page);
  // Silence is no proof (S4): the grace begins when the meeting has lost the provider.
  await expect(visit.getByText('Dr Grace Tan is not in the call at the moment.')).toBeVisible({
    timeout: 30_000,
  });
  await stack.advance('PT4M');
  await expect(visit.getByRole('heading', { name: 'Waiting room' })).toBeVisible({
    timeout: 30_000,
  });
  const again = await context.newPage();
  await signIn(again, provider, `/call/${booking.id}`);
  await expect(again.getByText('Nguyễn Thị Mai is in the waiting room.')).toBeVisible();
  await joinAsHost(again);
  await expectMoving(picture(visit, 'other'));
});

test('a member reloads while waiting and while in, and so does the provider', async ({
  page,
  browser,
  stack,
  watching,
}) => {
  const { visit } = await atTheDoor({ page, browser, stack, watching });
  await visit.reload();
  await expect(visit.getByText('You are in the waiting room')).toBeVisible();
  await expect(page.getByText('Nguyễn Thị Mai is in the waiting room.')).toBeVisible();
  await joinAsHost(page);
  await expectMoving(picture(visit, 'other'));
  await visit.reload();
  await expectMoving(picture(visit, 'other'));
  await expectMoving(picture(page, 'other'));
  await page.reload();
  await expectMoving(picture(page, 'other'));
  await expectMoving(picture(visit, 'other'));
});

test('a second tab of the member takes the call over, and the first can take it back', async ({
  page,
  browser,
  stack,
  watching,
}) => {
  const { link, visit } = await inTheCall({ page, browser, stack, watching });
  const second = await visit.context().newPage();
  await second.goto(link);
  await enter(second);
  await expectMoving(picture(second, 'other'));
  await expect(
    visit.getByRole('heading', { name: 'You have joined from another tab or device' }),
  ).toBeVisible();
  await visit.getByRole('button', { name: 'Continue here' }).click();
  await expectMoving(picture(visit, 'other'));
  await expect(second.getByRole('heading', { name: /another tab|một thẻ/ })).toBeVisible();
  await expectMoving(picture(page, 'other'));
});

test('a member leaves and goes back; what they left is still open', async ({
  page,
  browser,
  stack,
  watching,
}) => {
  const { visit } = await inTheCall({ page, browser, stack, watching });
  await visit.getByRole('button', { name: 'Leave' }).click();
  await visit.getByRole('dialog').getByRole('button', { name: 'Leave', exact: true }).click();
  await expect(visit.getByRole('heading', { name: 'You have left the session' })).toBeVisible();
  await expect(page.getByText('Nguyễn Thị Mai is not in the call at the moment.')).toBeVisible();
  await visit.getByRole('button', { name: 'Go back' }).click();
  await expectMoving(picture(visit, 'other'));
});

test('a member whose address is corrected stays in, until the session ends', async ({
  page,
  browser,
  stack,
  watching,
}) => {
  const { member, visit } = await inTheCall({ page, browser, stack, watching });
  const path = `/v1/admin/members/${member.id}`;
  await stack.concierge('PATCH', path, { email: `new.${member.email}` });
  const refused = (response: Response) =>
    response.url().endsWith('/presence') && response.status() === 401;
  await visit.waitForResponse(refused, { timeout: 30_000 });
  await expectMoving(picture(visit, 'other'));
  await expectMoving(picture(page, 'other'));
  await page.getByRole('button', { name: 'Leave', exact: true }).click();
  await page.getByRole('button', { name: 'End meeting for all' }).click();
  await expect(visit.getByRole('heading', { name: 'The session has ended' })).toBeVisible();
});

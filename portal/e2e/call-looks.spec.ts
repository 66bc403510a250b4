import { atTheDoor, expectMoving, inTheCall, picture } from './support/call';
import { byReloading, inspect } from './support/pages';
import { expect, test } from './support/test';

test('how the door and the waiting room look', async ({ page, browser, stack, watching }) => {
  const { visit } = await atTheDoor({ page, browser, stack, watching });
  await expect(page.getByText('is in the waiting room')).toBeVisible();
  await inspect(page, 'call-door');
  await expect(visit.getByText('You are in the waiting room')).toBeVisible();
  await inspect(visit, 'waiting-room');
  await stack.advance('PT12M');
  await expect(visit.getByText('Dr Grace Tan is a little late')).toBeVisible();
  await inspect(visit, 'waiting-room-late');
});

test('how the call, its dialog and its end look', async ({ page, browser, stack, watching }) => {
  const { visit } = await inTheCall({ page, browser, stack, watching });
  await inspect(visit, 'call-member', async (...choice) => {
    await byReloading(...choice);
    await expectMoving(picture(visit, 'other'));
  });
  await inspect(page, 'call-provider', async (...choice) => {
    const isNew = await byReloading(...choice);
    await expectMoving(picture(page, 'other'));
    if (isNew) await page.getByRole('button', { name: /^(Chat|Trò chuyện)/ }).click();
  });
  await inspect(page, 'call-leave', async (...choice) => {
    const isNew = await byReloading(...choice);
    await expectMoving(picture(page, 'other'));
    if (isNew) await page.getByRole('button', { name: /^(Leave|Rời đi)$/ }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
  });
  await page.getByRole('button', { name: 'End meeting for all' }).click();
  await expect(visit.getByRole('heading', { name: 'The session has ended' })).toBeVisible();
  await inspect(visit, 'call-closing');
});

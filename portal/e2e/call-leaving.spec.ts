import { expectMoving, inTheCall, picture } from './support/call';
import { expect, test } from './support/test';

test('nothing ends a call by accident: another tab’s sign-out, the way back, a closed tab', async ({
  page,
  context,
  browser,
  stack,
  watching,
}) => {
  const { visit } = await inTheCall({ page, browser, stack, watching });

  const other = await context.newPage();
  await other.goto('/profile');
  await other.getByRole('button', { name: 'Sign out' }).click();
  const question = other.getByRole('dialog', { name: 'A session is still running' });
  await question.getByRole('button', { name: 'Sign out after the session' }).click();
  await expect(other.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expect(page.getByText('You signed out in another tab.')).toBeVisible();
  await expectMoving(picture(visit, 'other'));
  await other.close();

  await page.evaluate(() => {
    history.pushState(null, '', location.href);
    history.back();
  });
  await expect(page.getByRole('dialog', { name: 'Leave the call?' })).toBeVisible();
  await page.getByRole('button', { name: 'Stay in the call' }).click();
  await expect(page).toHaveURL(/\/call\//);
  await expectMoving(picture(visit, 'other'));

  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const browserAsks = await asked;
  expect(browserAsks.type()).toBe('beforeunload');
  await browserAsks.dismiss();

  await page.getByRole('button', { name: 'Leave', exact: true }).click();
  await page.getByRole('button', { name: 'End meeting for all' }).click();
  await expect(visit.getByRole('heading', { name: 'The session has ended' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
});

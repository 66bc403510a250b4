import { expectMoving, inTheCall, picture } from './support/call';
import { expect, test } from './support/test';

test('a sign-out in another tab waits for the end of the call', async ({
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

  await page.getByRole('button', { name: 'Leave', exact: true }).click();
  await page.getByRole('button', { name: 'End meeting for all' }).click();
  await expect(visit.getByRole('heading', { name: 'The session has ended' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
});

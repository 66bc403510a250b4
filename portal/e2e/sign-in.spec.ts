import { makeProvider } from './support/people';
import { CONCIERGE, expectAccessible, inspect, signInByHand } from './support/pages';
import { expect, test } from './support/test';

test('the start page asks to sign in, and comes back to where one wanted to go', async ({
  page,
  stack,
}) => {
  const provider = await makeProvider(stack);
  await page.goto('/schedule');
  await inspect(page, 'sign-in');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Who are you?' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('listitem').filter({ hasText: provider.id }).getByRole('link').click();
  await expect(page).toHaveURL(/\/schedule$/);
  await expect(page.getByText('Signed in as Dr Grace Tan')).toBeVisible();
});

test('tokens are in session storage only, and no cookie is set', async ({
  page,
  context,
  stack,
}) => {
  await signInByHand(page, await makeProvider(stack));
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  expect(await context.cookies()).toEqual([]);
});

test('a new tab is signed in by the others, and signing out in one does it in all', async ({
  page,
  context,
  stack,
}) => {
  await signInByHand(page, await makeProvider(stack), '/bookings');
  const second = await context.newPage();
  await second.goto('/profile');
  await expect(second.getByText('Signed in as Dr Grace Tan')).toBeVisible();
  await second.getByRole('button', { name: 'Sign out' }).click();
  await expect(second.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('access_token');
});

test('an expired token is renewed without a word', async ({ page, stack }) => {
  await signInByHand(page, await makeProvider(stack), '/bookings');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await stack.advance('PT2H');
  const answer = page.waitForResponse(
    (response) => response.url().includes('/v1/') && response.ok(),
  );
  await page.getByRole('link', { name: 'Schedule' }).click();
  await answer;
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('the concierge signs in to the console', async ({ page }) => {
  await signInByHand(page, CONCIERGE);
  await expect(page.getByText('Signed in as Care Concierge')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Desk' })).toBeVisible();
});

test('whose sign-in has run out signs in in another tab and loses nothing', async ({
  page,
  context,
  stack,
}) => {
  const provider = await makeProvider(stack);
  await signInByHand(page, provider, '/profile');
  await page.getByLabel('Name').fill('Dr Grace Tan-Lim');
  // Longer than a sign-in can be renewed.
  await stack.advance('PT13H');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert')).toContainText('Your sign-in has expired');
  await expectAccessible(page);
  const opened = context.waitForEvent('page');
  await page.getByRole('link', { name: 'Sign in in a new tab' }).click();
  const tab = await opened;
  await tab.getByRole('button', { name: 'Sign in' }).click();
  await tab.getByRole('listitem').filter({ hasText: provider.id }).getByRole('link').click();
  await expect(tab.getByText('Signed in as Dr Grace Tan')).toBeVisible();
  await page.bringToFront();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.', { exact: true })).toBeVisible();
  await expect(page.getByLabel('Name')).toHaveValue('Dr Grace Tan-Lim');
});

const REFUSED = {
  'refuses storage':
    'for (const name of ["sessionStorage", "localStorage"]) Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError") } })',
  'has no space left':
    'Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError") }',
};

for (const [how, script] of Object.entries(REFUSED))
  test(`who can’t sign in since the browser ${how} is told what to do, by keyboard too`, async ({
    page,
    stack,
  }) => {
    await page.addInitScript(script);
    await page.goto('/schedule');
    const button = page.getByRole('button', { name: 'Sign in' });
    await button.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('does not let this page store anything');
    await expect(button).toBeFocused();
    expect(page.url()).toBe(`${stack.url}/schedule`);
    await expectAccessible(page);
  });

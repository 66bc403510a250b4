import { enter } from './support/call';
import { CONCIERGE, signIn } from './support/pages';
import { book, makeMember, makeProvider } from './support/people';
import { expect, test } from './support/test';

test('a click while offline is said, and works when the line is back', async ({
  page,
  context,
  stack,
}) => {
  const people = { provider: await makeProvider(stack), member: await makeMember(stack) };
  await book(stack, { ...people, inMinutes: 2880 });
  await signIn(page, people.provider, '/bookings');
  await expect(page.getByRole('article')).toBeVisible();
  await page.getByRole('article').getByRole('button', { expanded: false }).click();
  const cancel = page.getByRole('button', { name: 'Cancel booking' });
  await expect(cancel).toBeVisible();
  await context.setOffline(true);
  await cancel.click();
  await expect(page.getByText('This takes longer than usual')).toBeVisible();
  await expect(page.getByRole('article')).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByRole('dialog')).toBeVisible({ timeout: 20_000 });
});

test('a browser that does not know its zone shows the console, in UTC', async ({ page, stack }) => {
  const people = { provider: await makeProvider(stack), member: await makeMember(stack) };
  await book(stack, { ...people, inMinutes: 60 });
  await page.addInitScript(() => {
    const own = Object.getOwnPropertyDescriptor(Intl.DateTimeFormat.prototype, 'resolvedOptions')
      ?.value as () => Intl.ResolvedDateTimeFormatOptions;
    const timeZone = 'Etc/Unknown';
    Intl.DateTimeFormat.prototype.resolvedOptions = function () {
      return { ...own.call(this), timeZone };
    };
  });
  await signIn(page, CONCIERGE);
  await expect(page.getByRole('combobox', { name: 'Show times in' })).toHaveValue('UTC (GMT+0)');
});

test('an issuer that is away for a while ends nobody’s waiting', async ({ page, stack }) => {
  const people = {
    provider: await makeProvider(stack),
    member: await makeMember(stack, { language: 'en' }),
  };
  const booking = await book(stack, { ...people, inMinutes: 75 });
  await signIn(page, people.member, `/call/${booking.id}`);
  await stack.advance('PT65M');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Enter the waiting room' })).toBeEnabled();
  await enter(page);
  await expect(page.getByText('You are in the waiting room')).toBeVisible();
  await page.route('**/oauth2/**', (route) => route.abort());
  await page.route('**/token', (route) => route.abort());
  const sent = page.waitForRequest((request) => request.url().endsWith('token'));
  await page.route('**/session/join', (route) => route.fulfill({ status: 401, body: '{}' }));
  await sent;
  await expect(page.getByText('The service can’t be reached at the moment.')).toBeVisible();
  await page.unrouteAll();
  await expect(page.getByText('The service can’t be reached at the moment.')).toBeHidden({
    timeout: 30_000,
  });
  await expect(page.getByText('You are in the waiting room')).toBeVisible();
});

test('a browser that is too old for the portal is told so', async ({ browser, stack }) => {
  // Not watched: the error in the script is what is looked at.
  const old = await browser.newContext({ baseURL: stack.url });
  const page = await old.newPage();
  await page.route('**/assets/index-*.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: 'let page = a ?? ?? b;' }),
  );
  await page.goto('/visit#link');
  await expect(page.getByText('This browser is too old for this page.')).toBeVisible();
  await old.close();
});

import { enter, expectMoving, joinAsHost, linkOf, picture } from './support/call';
import { CONCIERGE, signIn, speak } from './support/pages';
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
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Cancel booking' }).click();
  await expect(page.getByText('This takes longer than usual')).toBeVisible();
  await expect(page.getByRole('article')).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByRole('dialog')).toBeVisible({ timeout: 20_000 });
});

test('storage that is refused keeps nobody out', async ({ page, browser, stack, watching }) => {
  const people = { provider: await makeProvider(stack), member: await makeMember(stack) };
  const booking = await book(stack, { ...people, inMinutes: 5 });
  await page.addInitScript(() => {
    for (const name of ['sessionStorage', 'localStorage', 'indexedDB'])
      Object.defineProperty(window, name, {
        get: () => {
          throw new DOMException('refused', 'SecurityError');
        },
      });
    // Firefox refuses it, too, where all cookies are blocked.
    window.BroadcastChannel = function () {
      throw new DOMException('refused', 'SecurityError');
    } as unknown as typeof BroadcastChannel;
  });
  await page.goto(await linkOf(stack, people.member));
  await speak(page, 'en');
  await enter(page);
  await expect(page.getByText('You are in the waiting room')).toBeVisible();
  const theirs = await browser.newContext({ baseURL: stack.url });
  await watching.watch(theirs);
  const host = await theirs.newPage();
  await signIn(host, people.provider, `/call/${booking.id}`);
  await joinAsHost(host);
  await expectMoving(picture(page, 'other'));
  await expectMoving(picture(host, 'other'));
  await theirs.close();
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
  await expect(page.getByLabel('Show times in')).toHaveValue('UTC');
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

test('what can’t be fetched for a while comes later, with its styles', async ({
  page,
  browser,
  stack,
  watching,
}) => {
  const people = { provider: await makeProvider(stack), member: await makeMember(stack) };
  const booking = await book(stack, { ...people, inMinutes: 5 });
  const theirs = await browser.newContext({ baseURL: stack.url });
  await watching.watch(theirs);
  await signIn(page, people.provider, `/call/${booking.id}`);
  const visit = await theirs.newPage();
  const failed: string[] = [];
  await visit.route(/\/assets\/(MemberCall.*\.css|Room.*\.js)$/, (route) => {
    failed.push(route.request().url());
    return route.abort();
  });
  await visit.goto(await linkOf(stack, people.member));
  await expect(visit.getByText('This takes longer than usual')).toBeVisible();
  expect(failed.some((url) => url.endsWith('.css'))).toBe(true);
  await visit.unrouteAll();
  await visit.route(/\/assets\/Room.*\.js$/, (route) => {
    failed.push(route.request().url());
    return route.abort();
  });
  await enter(visit);
  await joinAsHost(page);
  await expect.poll(() => failed.some((url) => url.endsWith('.js'))).toBe(true);
  await visit.unrouteAll();
  await expectMoving(picture(visit, 'other'));
  await expect(visit.getByRole('main')).toHaveCSS('display', 'flex');
});

/** A module that fails when it runs fails for as long as the page lives, as one not fetched does in old browsers. */
const BROKEN = 'throw new TypeError("Failed to fetch dynamically imported module")';

test('a room that failed once is loaded by a new page', async ({
  page,
  browser,
  stack,
  watching,
}) => {
  const people = { provider: await makeProvider(stack), member: await makeMember(stack) };
  const booking = await book(stack, { ...people, inMinutes: 5 });
  const theirs = await browser.newContext({ baseURL: stack.url });
  await watching.watch(theirs);
  await signIn(page, people.provider, `/call/${booking.id}`);
  const visit = await theirs.newPage();
  const first = { times: 1 };
  await visit.route(
    /\/assets\/Room.*\.js$/,
    (route) => route.fulfill({ contentType: 'text/javascript', body: BROKEN }),
    first,
  );
  await visit.goto(await linkOf(stack, people.member));
  const reloaded = visit.waitForEvent('framenavigated');
  await enter(visit);
  await reloaded;
  await joinAsHost(page);
  await expectMoving(picture(visit, 'other'));
});

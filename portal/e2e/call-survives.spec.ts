import { enter, expectMoving, joinAsHost, linkOf, picture, type Fixtures } from './support/call';
import { signIn, speak } from './support/pages';
import { book, makeMember, makeProvider } from './support/people';
import { expect, test } from './support/test';

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

/** A provider who is signed in, and a page of their member's own that has opened nothing yet. */
async function beforeTheDoor({ page, browser, stack, watching }: Fixtures) {
  const people = { provider: await makeProvider(stack), member: await makeMember(stack) };
  const booking = await book(stack, { ...people, inMinutes: 5 });
  const theirs = await browser.newContext({ baseURL: stack.url });
  await watching.watch(theirs);
  await signIn(page, people.provider, `/call/${booking.id}`);
  return { visit: await theirs.newPage(), link: await linkOf(stack, people.member) };
}

test('what can’t be fetched for a while comes later, with its styles', async ({
  page,
  browser,
  stack,
  watching,
}) => {
  const { visit, link } = await beforeTheDoor({ page, browser, stack, watching });
  const failed: string[] = [];
  await visit.route(/\/assets\/(MemberCall.*\.css|Room.*\.js)$/, (route) => {
    failed.push(route.request().url());
    return route.abort();
  });
  await visit.goto(link);
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
  const { visit, link } = await beforeTheDoor({ page, browser, stack, watching });
  const first = { times: 1 };
  await visit.route(
    /\/assets\/Room.*\.js$/,
    (route) => route.fulfill({ contentType: 'text/javascript', body: BROKEN }),
    first,
  );
  await visit.goto(link);
  const reloaded = visit.waitForEvent('framenavigated');
  await enter(visit);
  await reloaded;
  await joinAsHost(page);
  await expectMoving(picture(visit, 'other'));
});

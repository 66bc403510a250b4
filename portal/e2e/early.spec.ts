import { linkOf } from './support/call';
import { signIn } from './support/pages';
import { book, makeMember, makeProvider } from './support/people';
import { expect, test } from './support/test';

// The portal's own code is held up until the file of the page is asked for, so only something else can ask for it.
const CODE = '**/assets/index-*.js';

test('a link’s page is asked for before the portal’s own code is there', async ({
  page,
  stack,
}) => {
  const [provider, member] = [await makeProvider(stack), await makeMember(stack)];
  await book(stack, { provider, member });
  const link = await linkOf(stack, member);
  const asked = ['VisitPage', 'MemberCall'].map((part) =>
    page.waitForRequest((request) => request.url().includes(`/assets/${part}-`)),
  );
  await page.route(CODE, async (route) => {
    await Promise.all(asked);
    await route.continue();
  });
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('so is the page of somebody who is signed in', async ({ page, stack }) => {
  const [provider, member] = [await makeProvider(stack), await makeMember(stack)];
  await book(stack, { provider, member });
  await signIn(page, provider);
  await expect(page.getByRole('article')).toBeVisible();
  const asked = page.waitForRequest((request) => request.url().includes('/assets/TodayPage-'));
  await page.route(CODE, async (route) => {
    await asked;
    await route.continue();
  });
  await page.reload();
  await expect(page.getByRole('article')).toBeVisible();
});

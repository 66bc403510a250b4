import { gzipSync } from 'node:zlib';

import { book, makeMember, makeProvider } from './support/people';
import { signIn } from './support/pages';
import { expect, test } from './support/test';

/** What the first load of a provider's first pages may weigh, in bytes of compressed JavaScript. */
const BUDGET = 180_000;

/** What fonts may weigh, in bytes. */
const FONTS = 60_000;

test('the fonts of a Vietnamese page stay under their budget, and are used', async ({
  page,
  stack,
}) => {
  const provider = await makeProvider(stack, { name: 'Lê Thu Hà', language: 'vi' });
  await book(stack, { provider, member: await makeMember(stack) });
  const fonts: Promise<number>[] = [];
  page.on('response', (response) => {
    if (new URL(response.url()).pathname.endsWith('.woff2'))
      fonts.push(response.body().then(({ length }) => length));
  });
  await signIn(page, provider);
  await expect(page.getByRole('article')).toBeVisible();
  await page.waitForLoadState('networkidle');
  const used = await page.evaluate(async () => {
    await document.fonts.ready;
    return [...document.fonts]
      .filter(({ status }) => status === 'loaded')
      .map(({ family, weight }) => `${family.replaceAll('"', '')} ${weight}`)
      .sort();
  });
  // Each weight has a file of its own for Vietnamese letters.
  const [thin, bold] = ['Be Vietnam Pro 400', 'Be Vietnam Pro 600'];
  expect(used).toEqual([thin, thin, bold, bold]);
  const total = (await Promise.all(fonts)).reduce((sum, size) => sum + size, 0);
  console.log(`The fonts weigh ${(total / 1000).toFixed(1)} kB.`);
  expect(total).toBeGreaterThan(0);
  expect(total).toBeLessThan(FONTS);
});

for (const [name, path] of [
  ['Today', '/'],
  ['Bookings', '/bookings'],
] as const)
  test(`the first load of ${name} stays under its budget`, async ({ page, stack }) => {
    const [provider, member] = [await makeProvider(stack), await makeMember(stack)];
    await book(stack, { provider, member });
    await signIn(page, provider, path);
    // What the sign-in still loads must not be taken for the first load.
    await expect(page.getByRole('article')).toBeVisible();
    await page.waitForLoadState('networkidle');
    const sizes: Promise<[string, number]>[] = [];
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (!pathname.endsWith('.js')) return;
      // Asked for once more: an answer that says "not modified" has no body.
      const file = page.request.get(response.url()).then((again) => again.body());
      sizes.push(file.then((body) => [pathname, gzipSync(body, { level: 9 }).length]));
    });
    await page.reload();
    await expect(page.getByRole('article')).toBeVisible();
    await page.waitForLoadState('networkidle');
    const files = await Promise.all(sizes);
    const total = files.reduce((sum, [, size]) => sum + size, 0);
    console.log(`${name} loads ${(total / 1000).toFixed(1)} kB of compressed JavaScript.`);
    expect(files.length).toBeGreaterThan(2);
    expect(total, JSON.stringify(files)).toBeLessThan(BUDGET);
  });

import { expectAccessible, inspect, signIn, speak } from './support/pages';
import { book, makeMember, makeProvider, met, propose } from './support/people';
import type { Page } from '@playwright/test';
import type { Stack } from './support/stack';
import { expect, test } from './support/test';

const PHONE = { width: 390, height: 844 };

async function pair(stack: Stack) {
  const people = {
    provider: await makeProvider(stack),
    member: await makeMember(stack, { language: 'en' }),
  };
  await met(stack, people);
  await book(stack, { ...people, inMinutes: 60 });
  await propose(stack, people);
  return people;
}

const bar = (page: Page) => page.getByRole('navigation', { name: 'Main' });
const menu = (page: Page) => page.getByRole('button', { name: 'Menu and account' });

test('on phones a bar at the bottom leads to what is used most, and a menu to the rest', async ({
  page,
  stack,
}) => {
  const { provider } = await pair(stack);
  await signIn(page, provider, '/');
  await expect(menu(page)).toBeHidden();
  await expect(bar(page).getByRole('link')).toHaveCount(7);

  await page.setViewportSize(PHONE);
  await expect(bar(page).getByRole('link')).toHaveText([
    'Today',
    'Bookings',
    'Calendar',
    'Create booking',
  ]);
  const { y, height } = (await bar(page).boundingBox()) ?? { y: 0, height: 0 };
  expect(Math.round(y + height)).toBe(PHONE.height);
  await bar(page).getByRole('link', { name: 'Bookings' }).click();
  await expect(bar(page).getByRole('link', { name: 'Bookings' })).toHaveAttribute(
    'aria-current',
    'page',
  );

  await expect(page.getByRole('button', { name: 'Sign out' })).toBeHidden();
  await menu(page).click();
  await expect(menu(page)).toHaveAttribute('aria-expanded', 'true');
  await expect(page.getByText('Signed in as Dr Grace Tan')).toBeVisible();
  await expectAccessible(page);
  await speak(page, 'vi');
  const rest = page.getByRole('navigation', { name: 'Các trang khác' });
  await expect(rest.getByRole('link')).toHaveText(['Lịch làm việc', 'Hồ sơ', 'Kiểm tra thiết bị']);
  await rest.getByRole('link', { name: 'Hồ sơ' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Hồ sơ' })).toBeFocused();
  await expect(rest).toBeHidden();
});

test('the bar of a member has all of their pages', async ({ page, stack }) => {
  const { member } = await pair(stack);
  await signIn(page, member);
  await page.setViewportSize(PHONE);
  await expect(bar(page).getByRole('link')).toHaveText([
    'Bookings',
    'Book a session',
    'Profile',
    'Check your tech setup',
  ]);
  const { height } = (await bar(page).boundingBox()) ?? { height: 0 };
  await bar(page).getByRole('link', { name: 'Check your tech setup' }).click();
  await expect(bar(page).locator('[aria-current]')).toHaveText('Check your tech setup');
  // The bar does not move what is over it.
  expect((await bar(page).boundingBox())?.height).toBe(height);
  await menu(page).click();
  await expect(page.getByRole('navigation')).toHaveCount(1);
  await expectAccessible(page);
});

test('the menu is used by keyboard, and closes by Escape or a touch beside it', async ({
  page,
  stack,
}) => {
  const { provider } = await pair(stack);
  await page.setViewportSize(PHONE);
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('listitem').filter({ hasText: provider.id }).getByRole('link').click();
  await menu(page).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Schedule' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(menu(page)).toBeFocused();
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeHidden();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  await page.mouse.click(PHONE.width / 2, PHONE.height - 150);
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeHidden();
  await menu(page).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
});

test('what has the focus or is said is not behind the bar', async ({ page, stack }) => {
  const { provider } = await pair(stack);
  await signIn(page, provider, '/profile');
  await page.setViewportSize({ width: 390, height: 600 });
  const save = page.getByRole('button', { name: 'Save' }).last();
  await save.focus();
  const top = (await bar(page).boundingBox())?.y ?? 0;
  const box = await save.boundingBox();
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(top);
  await save.click();
  const said = page.getByText('Saved.');
  await expect(said.last()).toBeVisible();
  const words = await said.last().boundingBox();
  expect((words?.y ?? 0) + (words?.height ?? 0)).toBeLessThanOrEqual(top);
});

test('a page that there is not leads back', async ({ page, stack }) => {
  const { provider } = await pair(stack);
  await signIn(page, provider, '/nowhere');
  await expect(
    page.getByRole('heading', { level: 1, name: 'This page does not exist' }),
  ).toBeVisible();
  await inspect(page, 'not-found');
  await page.getByRole('link', { name: 'Go to the start page' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Today' })).toBeVisible();
});

/** What can be touched and is lower or narrower than a finger needs. Links within a sentence are not meant. */
function tooSmall(): string[] {
  const controls = 'a[href], button, select, textarea, [role="tab"], input, summary';
  return [...document.querySelectorAll<HTMLElement>(controls)].flatMap((element) => {
    const isBox = element.matches('[type="checkbox"], [type="radio"]');
    const label = isBox ? document.querySelector(`label[for="${element.id}"]`) : null;
    const target = label ?? element.closest('label') ?? element;
    if (!target.checkVisibility() || element.closest('[aria-hidden], .skip, p')) return [];
    const { width, height, bottom } = target.getBoundingClientRect();
    if (bottom < 0 || (width >= 43.5 && height >= 43.5)) return [];
    return [`${Math.round(width)}×${Math.round(height)} ${element.outerHTML.slice(0, 90)}`];
  });
}

const PAGES = {
  provider: ['/', '/bookings', '/bookings/pending', '/create-booking', '/schedule', '/profile'],
  member: ['/bookings', '/bookings/pending', '/book', '/profile'],
};

test('a finger finds everything on the main pages', async ({ browser, stack, watching }) => {
  const people = await pair(stack);
  for (const role of ['provider', 'member'] as const) {
    const theirs = await browser.newContext({
      baseURL: stack.url,
      viewport: PHONE,
      hasTouch: true,
      isMobile: true,
    });
    await watching.watch(theirs);
    const page = await theirs.newPage();
    await page.goto('/');
    await page.getByRole('button', { name: 'Sign in' }).tap();
    await page.getByRole('listitem').filter({ hasText: people[role].id }).getByRole('link').tap();
    await menu(page).tap();
    expect.soft(await page.evaluate(tooSmall), 'the menu').toEqual([]);
    for (const path of PAGES[role]) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await page.waitForLoadState('networkidle');
      expect.soft(await page.evaluate(tooSmall), path).toEqual([]);
    }
    await theirs.close();
  }
});

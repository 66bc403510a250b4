/** What tests do with pages: sign in, look for faults of access, take pictures. */
import { createHash, randomUUID } from 'node:crypto';

import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

import type { TestPerson } from './people';

/** The name of the concierge on the sign-in page. */
export const CONCIERGE = { id: 'con_demo', name: 'Care Concierge' };

type Whom = Pick<TestPerson, 'id'>;

/** Opens a page as somebody, through the sign-in page. */
export async function signInByHand(page: Page, person: Whom, path = '/') {
  await page.goto(path);
  await page.getByRole('button', { name: /^(Sign in|Đăng nhập)$/ }).click();
  await page.getByRole('listitem').filter({ hasText: person.id }).getByRole('link').click();
  await expectSignedIn(page);
}

/** Opens a page as somebody who has signed in, without the three pages that it takes to do so. */
export async function signIn(page: Page, person: Whom, path = '/') {
  // Any page of this origin reaches the tab's storage; this one runs no script of the portal.
  await page.goto('/icon.svg');
  const [key, user] = await grantedTo(page, person);
  await page.evaluate(([name, value]) => sessionStorage.setItem(name, value), [key, user] as const);
  await page.goto(path);
  await expectSignedIn(page);
}

async function expectSignedIn(page: Page) {
  await expect(page.getByRole('button', { name: /^(Sign out|Đăng xuất)$/ })).toBeVisible();
}

/** What the portal's OpenID client stores of somebody who has signed in, and under which key. */
async function grantedTo(page: Page, person: Whom): Promise<[key: string, user: string]> {
  const { request } = page;
  const { issuer, clientId } = (await (await request.get('/config.json')).json()) as Config;
  const redirect = new URL('/signed-in', page.url()).href;
  const verifier = randomUUID() + randomUUID();
  const asked = await request.get(`${issuer}/authorize/as`, {
    maxRedirects: 0,
    params: {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirect,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      person: person.id,
    },
  });
  const code = new URL(asked.headers()['location'] ?? '').searchParams.get('code') ?? '';
  const form = { grant_type: 'authorization_code', client_id: clientId, redirect_uri: redirect };
  const answer = await request.post(`${issuer}/token`, {
    form: { ...form, code, code_verifier: verifier },
  });
  const { expires_in, ...tokens } = (await answer.json()) as Granted;
  const claims = Buffer.from(tokens.id_token.split('.')[1] ?? '', 'base64url').toString();
  const expires_at = Math.floor(Date.now() / 1000) + expires_in;
  const user = { ...tokens, expires_at, profile: JSON.parse(claims) as unknown };
  return [`oidc.user:${issuer}:${clientId}`, JSON.stringify(user)];
}

interface Config {
  issuer: string;
  clientId: string;
}

interface Granted {
  id_token: string;
  expires_in: number;
}

/** Chooses the language in the header. */
export async function speak(page: Page, language: 'en' | 'vi') {
  const header = page.getByRole('banner');
  await header.getByRole('combobox', { name: /^(Language|Ngôn ngữ)$/ }).selectOption(language);
  await expect(page.locator('html')).toHaveAttribute('lang', language);
}

/** Chooses the colours in the header. */
export async function colours(page: Page, scheme: 'light' | 'dark') {
  const header = page.getByRole('banner');
  await header.getByRole('combobox', { name: /^(Colours|Màu sắc)$/ }).selectOption(scheme);
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme);
}

/** axe finds nothing serious on the page as it is now, and no name in its words was left unfilled. */
export async function expectAccessible(page: Page) {
  await expect(page.locator('body')).not.toContainText('{{');
  await expectClean(page, (axe) => axe);
}

/** The words of the page as it is now stand out from their ground. */
export const expectContrast = (page: Page) =>
  expectClean(page, (axe) => axe.withRules('color-contrast'));

async function expectClean(page: Page, choose: (axe: AxeBuilder) => AxeBuilder) {
  // A colour in the middle of a transition is not the one that is meant.
  await page.evaluate(() =>
    Promise.allSettled(document.getAnimations().map(({ finished }) => finished)),
  );
  // In the page itself, which has no frames: else each look opens a window of its own.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await choose(axe).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const found = serious.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
  );
  expect(found).toEqual([]);
}

/** At 360 px nothing is cut off or scrolls sideways. */
export async function expectNarrow(page: Page) {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate(misfits)).toEqual([]);
  if (before) await page.setViewportSize(before);
}

/** What stands out of the window at its sides, and by how much the page scrolls sideways. To be run in the page. */
export function misfits(): string[] {
  const { clientWidth, scrollWidth } = document.documentElement;
  const out = [...document.querySelectorAll('body *')].filter((element) => {
    const { right, left, width } = element.getBoundingClientRect();
    const hidden = getComputedStyle(element).visibility === 'hidden';
    return !hidden && width > 2 && (right > clientWidth + 1 || left < -1);
  });
  const inmost = out.filter((each) => !out.some((other) => other !== each && each.contains(other)));
  const words = inmost.map(({ outerHTML }) => outerHTML.slice(0, 120));
  return scrollWidth > clientWidth ? [`by ${scrollWidth - clientWidth} px`, ...words] : words;
}

/** Brings a page to a language and colours. */
type Choose = (page: Page, language: 'en' | 'vi', scheme: 'light' | 'dark') => Promise<unknown>;

const inTheHeader: Choose = async (page, language, scheme) => {
  await speak(page, language);
  await colours(page, scheme);
};

/** Chooses on a page that has no header, and loads it anew for another language. Says whether it did. */
export async function byReloading(...[page, language, scheme]: Parameters<Choose>) {
  await page.emulateMedia({ colorScheme: scheme });
  const html = page.locator('html');
  const isAnother = (await html.getAttribute('lang')) !== language;
  if (isAnother) {
    await page.evaluate((words) => sessionStorage.setItem('anteroom.language', words), language);
    await page.reload();
  }
  await expect(html).toHaveAttribute('lang', language);
  await expect(html).toHaveAttribute('data-mantine-color-scheme', scheme);
  return isAnother;
}

/**
 * Looks at a page in both languages and both themes: no fault of access, nothing cut off at 360 px,
 * and a picture of each in `e2e/screenshots`, to be looked at. Leaves English and light behind.
 */
export async function inspect(page: Page, name: string, choose = inTheHeader) {
  for (const language of ['vi', 'en'] as const) {
    for (const scheme of ['dark', 'light'] as const) {
      await choose(page, language, scheme);
      await expectAccessible(page);
      await page.screenshot({ path: picture(name, language, scheme), fullPage: true });
    }
    await expectNarrow(page);
    await page.setViewportSize({ width: 360, height: 740 });
    await page.screenshot({ path: picture(name, language, 'narrow'), fullPage: true });
    await page.setViewportSize({ width: 1280, height: 720 });
  }
}

function picture(name: string, ...variant: string[]): string {
  return `e2e/screenshots/${[name, ...variant].join('-')}.png`;
}

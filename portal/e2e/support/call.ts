/** What tests of calls do: find the member's link, look whether pictures move. */
import { expect, type Browser, type Locator, type Page } from '@playwright/test';

import { signIn, speak } from './pages';
import { book, makeMember, makeProvider, type TestPerson } from './people';
import type { Booking, Stack } from './stack';
import type { Watch } from './test';

/** The path of the link in the newest email to a member. */
export async function linkOf(stack: Stack, member: Pick<TestPerson, 'email'>): Promise<string> {
  const [newest] = await stack.messages(member.email);
  const link = /\/visit#\S+/.exec(newest?.text ?? '')?.[0];
  if (link === undefined) throw new Error('There is no link in the newest email.');
  return link;
}

/** Enters the waiting room from a member's page. */
export async function enter(visit: Page) {
  await visit.getByRole('button', { name: /^(Enter the waiting room|Vào phòng chờ)$/ }).click();
}

/** The picture of the other person, of oneself, or of a shared screen. */
export function picture(page: Page, what: 'self' | 'other' | 'screen'): Locator {
  return page.locator(`figure[data-what="${what}"] video`);
}

/** A picture is there and moves: its time goes on, and it has a size. */
export async function expectMoving(video: Locator) {
  await expect(video).toBeVisible({ timeout: 20_000 });
  const frames = () =>
    video.evaluate(
      (element) => (element as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames,
    );
  await expect.poll(frames, { timeout: 20_000 }).toBeGreaterThan(0);
  const before = await frames();
  await expect.poll(frames, { timeout: 20_000 }).toBeGreaterThan(before + 5);
}

/** Opens the call of a provider who is signed in, and joins. */
export async function joinAsHost(page: Page) {
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(page.getByRole('group', { name: 'Call controls' })).toBeVisible();
}

export interface Fixtures {
  page: Page;
  browser: Browser;
  stack: Stack;
  watching: Watch;
}

export interface Pair {
  provider: TestPerson;
  member: TestPerson;
  booking: Booking;
  /** The link of the member, who has a browser of their own. */
  link: string;
  visit: Page;
}

/**
 * A provider who is signed in before a session's door, and their member in the waiting room. The script
 * takes something away from the member's browser.
 */
export async function atTheDoor(
  { page, browser, stack, watching }: Fixtures,
  script: string | (() => void) = '',
): Promise<Pair> {
  const provider = await makeProvider(stack);
  const member = await makeMember(stack);
  const booking = await book(stack, { provider, member, inMinutes: 5 });
  const link = await linkOf(stack, member);
  const theirs = await browser.newContext({ baseURL: stack.url });
  await watching.watch(theirs);
  await theirs.addInitScript(script);
  const visit = await theirs.newPage();
  await visit.goto(link);
  await speak(visit, 'en');
  await enter(visit);
  await signIn(page, provider, `/call/${booking.id}`);
  return { provider, member, booking, link, visit };
}

/** A provider and a member who see each other. */
export async function inTheCall(fixtures: Fixtures): Promise<Pair> {
  const pair = await atTheDoor(fixtures);
  await joinAsHost(fixtures.page);
  await expectMoving(picture(pair.visit, 'other'));
  await expectMoving(picture(fixtures.page, 'other'));
  return pair;
}

/** The tab dies without a word. */
export async function kill(page: Page) {
  const devtools = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  devtools.send('Page.crash').catch(() => undefined);
  await crashed;
}

/** Makes the line of a page lose so many of a hundred packets. To be asked for before the call. */
export async function losing(page: Page): Promise<(packetLoss: number) => Promise<void>> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  const lose = async (packetLoss: number) => {
    const rates = { downloadThroughput: -1, uploadThroughput: -1 };
    const conditions = { offline: false, latency: 1, ...rates, packetLoss };
    await devtools.send('Network.emulateNetworkConditions', conditions);
  };
  await lose(0);
  return lose;
}

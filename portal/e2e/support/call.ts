/** What tests of calls do: find the member's link, look whether pictures move. */
import { expect, type Locator, type Page } from '@playwright/test';

import type { TestPerson } from './people';
import type { Stack } from './stack';

/** The path of the link in the newest email to a member. */
export async function linkOf(stack: Stack, member: TestPerson): Promise<string> {
  const [newest] = await stack.messages(member.email);
  const link = /\/visit#\S+/.exec(newest?.text ?? '')?.[0];
  if (link === undefined) throw new Error('There is no link in the newest email.');
  return link;
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

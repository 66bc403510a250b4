import { chromium } from './support/chromium';
import { atTheDoor, joinAsHost } from './support/call';
import { inspect } from './support/pages';
import { expect, test } from './support/test';

test.use({ permissions: [], launchOptions: chromium('deny') });

test('who refused the camera is told where to allow it', async ({ page }) => {
  await page.goto('/tech-check');
  const help = page.getByRole('alert');
  await expect(help).toContainText('does not let this page use the camera');
  await expect(help).toContainText('does not let this page use the microphone');
  await expect(help).toContainText('In Chrome');
  await inspect(page, 'tech-check-refused');
});

test('who refused both still gets into the session, and can write', async ({
  page,
  browser,
  stack,
  watching,
}) => {
  const { visit } = await atTheDoor({ page, browser, stack, watching });
  await expect(visit.getByText('Without a microphone')).toBeVisible();
  await joinAsHost(page);
  await expect(visit.getByText('nobody can hear you')).toBeVisible();
  await expect(visit.getByText('Dr Grace Tan is here, without a picture.')).toBeVisible();
  await visit.getByRole('button', { name: 'Chat' }).click();
  await visit.getByLabel('Message').fill('I hear you');
  await visit.getByLabel('Message').press('Enter');
  await expect(page.getByRole('button', { name: 'Chat' })).toContainText('1 new');
});

import { inspect } from './support/pages';
import { expect, test } from './support/test';

test('camera, microphone, speaker and line are checked by anybody', async ({ page }) => {
  await page.goto('/tech-check');
  await expect(page.getByRole('heading', { name: 'Check Your Tech Setup' })).toBeVisible();
  const picture = page.getByLabel('Your own picture');
  await expect
    .poll(() => picture.evaluate((video) => (video as HTMLVideoElement).videoWidth))
    .toBeGreaterThan(0);
  await expect(page.getByText('Your microphone works.')).toBeVisible();

  await page.getByRole('button', { name: 'Play a sound' }).click();
  await page.getByRole('button', { name: 'No', exact: true }).click();
  await expect(page.getByText('Turn the volume up')).toBeVisible();
  await page.getByRole('button', { name: 'Play again' }).click();
  await page.getByRole('button', { name: 'Yes, I heard it' }).click();
  await expect(page.getByText('Your speaker works.')).toBeVisible();

  await page.getByRole('button', { name: 'Check the connection' }).click();
  await expect(page.getByText('Your connection is good')).toBeVisible();
  await inspect(page, 'tech-check');
});

test('another device is taken, and still is after a reload', async ({ page }) => {
  await page.goto('/tech-check');
  const microphone = page.getByRole('combobox', { name: 'Microphone' });
  await microphone.selectOption({ label: 'Fake Audio Input 2' });
  await page.reload();
  await expect(microphone.getByRole('option', { selected: true })).toHaveText('Fake Audio Input 2');
  await expect(page.getByText('Your microphone works.')).toBeVisible();
});

test('a line that is down is said to be', async ({ page }) => {
  await page.goto('/tech-check');
  await expect(page.getByRole('button', { name: 'Check the connection' })).toBeVisible();
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Check the connection' }).click();
  await expect(page.getByText('The service could not be reached')).toBeVisible();
});

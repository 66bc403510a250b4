import { atTheDoor, expectMoving, inTheCall, joinAsHost, losing, picture } from './support/call';
import { expect, test } from './support/test';

test('mute, camera, chat and screen are seen by the other', async ({
  page,
  browser,
  stack,
  watching,
}) => {
  const { visit } = await inTheCall({ page, browser, stack, watching });
  await page.getByRole('button', { name: 'Mute', exact: true }).click();
  await expect(visit.getByText('Dr Grace Tan (muted)')).toBeVisible();
  await page.getByRole('button', { name: 'Unmute' }).click();
  await expect(visit.getByText('Dr Grace Tan (muted)')).toBeHidden();

  await page.getByRole('button', { name: 'Turn camera off' }).click();
  await expect(visit.getByText('Dr Grace Tan is here, without a picture.')).toBeVisible();
  await page.getByRole('button', { name: 'Turn camera on' }).click();
  await expectMoving(picture(visit, 'other'));

  await page.getByRole('button', { name: 'Chat' }).click();
  await page.getByLabel('Message').fill('Xin chào, chị Mai');
  // What is not sent yet outlives the panel, and whoever leaves is asked.
  await page.getByRole('button', { name: 'Devices' }).click();
  await page.getByRole('button', { name: 'Leave', exact: true }).click();
  await page.getByRole('button', { name: 'Stay' }).click();
  await page.getByRole('button', { name: 'Chat' }).click();
  await expect(page.getByLabel('Message')).toHaveValue('Xin chào, chị Mai');
  await page.getByRole('button', { name: 'Send' }).click();
  await visit.getByRole('button', { name: 'Chat 1 new' }).click();
  await expect(visit.getByRole('log')).toContainText('Dr Grace Tan Xin chào, chị Mai');
  await visit.getByLabel('Message').fill('Good morning');
  await visit.getByLabel('Message').press('Enter');
  await expect(page.getByRole('log')).toContainText('Nguyễn Thị Mai Good morning');

  await page.getByRole('button', { name: 'Share screen' }).click();
  await expectMoving(picture(visit, 'screen'));
  await page.getByRole('button', { name: 'Stop sharing' }).click();
  await expect(picture(visit, 'screen')).toBeHidden();

  await page.getByRole('button', { name: 'Devices' }).click();
  await page
    .getByRole('combobox', { name: 'Microphone' })
    .selectOption({ label: 'Fake Audio Input 2' });
  await expectMoving(picture(visit, 'other'));
});

test('a session that fails goes on by telephone', async ({ page, browser, stack, watching }) => {
  const { booking, visit } = await inTheCall({ page, browser, stack, watching });
  await page.getByRole('button', { name: 'Leave' }).click();
  await page.getByRole('button', { name: 'Switch to phone' }).click();
  await page
    .getByRole('dialog', { name: 'Continue by phone?' })
    .getByRole('button', { name: 'Switch to phone' })
    .click();
  await expect(page).toHaveURL(new RegExp(`/bookings/${booking.id}/phone$`));
  await expect(visit.getByRole('heading', { name: 'Your session is by phone' })).toBeVisible();
});

test('the whole call by keyboard', async ({ page, browser, stack, watching }) => {
  const { visit } = await atTheDoor({ page, browser, stack, watching });
  const reach = async (name: string) => {
    const wanted = page.getByRole('button', { name, exact: true });
    await expect(wanted).toBeEnabled();
    await expect(async () => {
      await page.keyboard.press('Tab');
      await expect(wanted).toBeFocused({ timeout: 100 });
    }).toPass({ intervals: [0] });
  };
  await reach('Join');
  await page.keyboard.press('Enter');
  await expectMoving(picture(visit, 'other'));
  await reach('Mute');
  await page.keyboard.press('Space');
  await expect(visit.getByText('Dr Grace Tan (muted)')).toBeVisible();
  await reach('Chat');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Message')).toBeFocused();
  await page.keyboard.type('Hello');
  await page.keyboard.press('Enter');
  await expect(visit.getByRole('button', { name: 'Chat 1 new' })).toBeVisible();
  await reach('Leave');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Leave', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await reach('End meeting for all');
  await page.keyboard.press('Enter');
  await expect(visit.getByRole('heading', { name: 'The session has ended' })).toBeVisible();
  await expect(page).toHaveURL(/\/bookings\?ended=/);
});

test('on a poor line, sound only is offered', async ({ page, browser, stack, watching }) => {
  const { visit } = await atTheDoor({ page, browser, stack, watching });
  const lose = await losing(visit);
  await joinAsHost(page);
  await expectMoving(picture(visit, 'other'));
  await lose(40);
  await expect(visit.getByText('Your connection is poor.')).toBeVisible({ timeout: 40_000 });
  await expect(visit.getByText('Poor connection')).toBeVisible();
  await visit.getByRole('status').getByRole('button', { name: 'Sound only' }).click();
  await expect(visit.getByText('You are in the call with sound only.')).toBeVisible();
  await expect(page.getByText('Nguyễn Thị Mai is here, without a picture.')).toBeVisible();
  await expect(picture(visit, 'other')).toBeHidden();
  await lose(0);
  await expect(visit.getByText('Good connection')).toBeVisible({ timeout: 40_000 });
  await visit.getByRole('button', { name: 'Show pictures' }).click();
  await expectMoving(picture(visit, 'other'));
  await expectMoving(picture(page, 'other'));
});

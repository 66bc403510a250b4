import { book, makeMember, makeProvider, type TestPerson } from './support/people';
import {
  CONCIERGE,
  expectAccessible,
  expectContrast,
  expectNarrow,
  inspect,
  signIn,
} from './support/pages';
import { expect, test } from './support/test';
import { chooseZone } from './support/zone';

interface People {
  items: (TestPerson & { mailProblem?: unknown })[];
}

test('a provider is added, given a schedule, and can be booked', async ({ page }) => {
  await signIn(page, CONCIERGE, '/concierge/people');
  await page.getByRole('tab', { name: 'Providers' }).click();
  await page.getByRole('link', { name: 'Add a provider' }).click();
  await expect(page.getByText('They’ll get an email inviting them to sign in.')).toBeVisible();
  await page.getByLabel('Name').fill('Dr Mei Chua');
  await page.getByLabel('Email').fill('mei.chua');
  await page.getByLabel('Phone').fill('6123 4568');
  await chooseZone(page, 'Time zone', 'Singapore');
  await expect(page.getByText('Will be saved as +6561234568.')).toBeVisible();
  await page.getByRole('button', { name: 'Add a provider' }).click();
  await expect(
    page.getByText('Enter an email address, such as mai@example.com.', { exact: true }),
  ).toBeVisible();
  await expect(page.getByLabel('Name')).toHaveValue('Dr Mei Chua');
  await inspect(page, 'concierge-add-person');
  await page.getByLabel('Email').fill(`mei.${process.pid}@example.com`);
  await page.getByRole('button', { name: 'Add a provider' }).click();

  await expect(page.getByRole('heading', { name: 'Schedule of Dr Mei Chua' })).toBeVisible();
  await expect(page.getByText('Dr Mei Chua is added.')).toBeVisible();
  await page.getByRole('button', { name: 'Add hours on Wednesday' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved. The open times')).toBeVisible();
  await inspect(page, 'concierge-schedule');
  await page.getByRole('link', { name: 'Week of Dr Mei Chua' }).click();
  await page.getByRole('button', { name: 'Next week' }).click();
  const days = page.getByRole('region');
  await expect(days).toHaveCount(7);
  await expect(days.filter({ hasText: 'Wednesday' })).toContainText('Open: 09:00 – 17:00');
  await expect(days.filter({ hasText: 'Thursday' })).toContainText('Not available.');
});

test('a concierge is added, invited and deactivated', async ({ page }) => {
  await signIn(page, CONCIERGE, '/concierge/people');
  await page.getByRole('tab', { name: 'Concierges' }).click();
  await page.getByRole('link', { name: 'Add a concierge' }).click();
  await expect(page.getByText('They can then do everything that you can.')).toBeVisible();
  const email = `linh.${process.pid}@example.com`;
  await page.getByLabel('Name').fill('Phạm Thị Linh');
  await page.getByLabel('Email').fill(email);
  // No city is chosen by itself, and not the concierge’s own either.
  await expect(page.getByRole('combobox', { name: 'Time zone' })).toHaveValue('');
  await page.getByRole('combobox', { name: 'Time zone' }).fill('viet');
  await expect(page.getByRole('option', { name: 'Ho Chi Minh City GMT+7 Vietnam' })).toBeVisible();
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectContrast(page);
  await page.emulateMedia({ colorScheme: 'light' });
  await expectNarrow(page);
  await chooseZone(page, 'Time zone', 'Hanoi');
  await page.getByRole('button', { name: 'Add a concierge' }).click();

  await expect(
    page.getByRole('heading', { name: 'Phạm Thị Linh (Concierge)', level: 1 }),
  ).toBeVisible();
  const account = page.getByRole('region', { name: 'Signing in' });
  await expect(account).toContainText('Invited', { timeout: 15_000 });
  await expect(page.getByRole('region', { name: 'History' })).toContainText('Added');
  await inspect(page, 'concierge-colleague');
  await account.getByRole('button', { name: 'Deactivate' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click();
  await expect(account).toContainText('Deactivated');
  await page.goto('/concierge/people/concierges');
  const row = page.getByRole('listitem').filter({ hasText: email });
  await expect(row).toContainText('Phạm Thị Linh');
  await expect(row.getByRole('link')).toHaveCount(1);
  await inspect(page, 'concierge-colleagues');
});

test('a provider’s week shows what is booked, on the provider’s clock', async ({ page, stack }) => {
  const provider = await makeProvider(stack);
  const member = await makeMember(stack);
  const { startsAt } = await book(stack, { provider, member, inMinutes: 60 });
  await signIn(page, CONCIERGE, `/concierge/people/providers/${provider.id}/week`);
  const words = { timeZone: 'Asia/Singapore', dateStyle: 'full' } as const;
  const name = new Intl.DateTimeFormat('en-GB', words).format(new Date(startsAt));
  const day = page.getByRole('region', { name: name.replace(/ at .*/, '') });
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Singapore', timeStyle: 'short' });
  await expect(page.getByRole('region')).toHaveCount(7);
  // The hour ahead may be in the next week.
  if (!(await day.isVisible())) await page.getByRole('button', { name: 'Next week' }).click();
  await expect(day.getByRole('listitem')).toContainText('Nguyễn Thị Mai with Dr Grace Tan');
  await expect(day.getByRole('listitem')).toContainText(time.format(new Date(startsAt)));
  await expect(page.getByText('Times are in Singapore Time (GMT+8).')).toBeVisible();
  await inspect(page, 'concierge-week');
  await page.getByRole('link', { name: 'Book with Dr Grace Tan' }).click();
  await expect(page.getByRole('combobox', { name: 'Provider' })).toHaveValue('Dr Grace Tan');
  await expect(page.getByRole('combobox', { name: 'Member' })).toBeFocused();
});

test('a member’s address that bounced is cleared, or corrected', async ({ page, stack }) => {
  const provider = await makeProvider(stack);
  const email = `bounce+mend${process.pid}@simulator.amazonses.com`;
  const member = await makeMember(stack, { name: 'Bùi Văn Tám', email });
  await book(stack, { provider, member, inMinutes: 300 });
  await stack.messages(email);
  await signIn(page, CONCIERGE, '/concierge/people/members');
  await page.getByRole('searchbox').fill('văn tám');
  await expect(page.getByRole('listitem').filter({ hasText: 'Bùi' })).toContainText(
    'Mail does not get through',
  );
  await inspect(page, 'concierge-people');
  await page.getByRole('link', { name: 'Bùi Văn Tám', exact: true }).click();
  await expect(page.getByRole('note')).toContainText('Nothing is sent to this address');
  const ahead = page.getByRole('region', { name: 'Sessions to come' });
  await expect(ahead.getByRole('link', { name: 'Bùi Văn Tám with Dr Grace Tan' })).toBeVisible();
  await inspect(page, 'concierge-person');
  await page.getByRole('button', { name: 'Send to this address again' }).click();
  await expect(page.getByText('Mail goes to this address again.')).toBeVisible();
  const good = `tam.${process.pid}@example.com`;
  await page.getByLabel('Email', { exact: true }).fill(good);
  await page.getByRole('checkbox', { name: '36 hours before' }).uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  const { items } = await stack.concierge<People>('GET', `/v1/admin/members?q=${good}`);
  expect(items).toMatchObject([{ id: member.id, reminders: { PT36H: false, PT24H: true } }]);
});

test('a change by somebody else is not overwritten, nor is what was typed', async ({
  page,
  stack,
}) => {
  const member = await makeMember(stack);
  await signIn(page, CONCIERGE, `/concierge/people/members/${member.id}`);
  await page.getByLabel('Name').fill('Nguyễn Thị Mai Anh');
  const path = `/v1/admin/members/${member.id}`;
  await stack.concierge('PATCH', path, { phone: '+84912345679' });
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert')).toContainText('Somebody changed this in the meantime');
  await expect(page.getByLabel('Name')).toHaveValue('Nguyễn Thị Mai Anh');
  // What the other one changed is shown, and kept by the second try.
  await expect(page.getByLabel('Phone')).toHaveValue('+84912345679');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  expect(await stack.concierge('GET', path)).toMatchObject({
    name: 'Nguyễn Thị Mai Anh',
    phone: '+84912345679',
  });
});

test('a member is invited to sign in, and invited again', async ({ page, stack }) => {
  const member = await makeMember(stack);
  await signIn(page, CONCIERGE, `/concierge/people/members/${member.id}`);
  const account = page.getByRole('region', { name: 'Signing in' });
  await expect(account).toContainText('by the links in their emails');
  await account.getByRole('button', { name: 'Invite to sign in' }).click();
  await expect(page.getByText('The invitation to Nguyễn Thị Mai is on its way.')).toBeVisible();
  await expect(account).toContainText('They have not signed in yet.');
  await account.getByRole('button', { name: 'Send the invitation again' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Invited to sign in' })).toHaveCount(2);
});

test('a provider’s access is ended and given back; what is booked is listed', async ({
  page,
  stack,
}) => {
  const provider = await makeProvider(stack);
  const member = await makeMember(stack);
  await book(stack, { provider, member, inMinutes: 300 });
  await signIn(page, CONCIERGE, `/concierge/people/providers/${provider.id}`);
  const account = page.getByRole('region', { name: 'Signing in' });
  await account.getByRole('button', { name: 'Deactivate' }).click();
  const question = page.getByRole('dialog', { name: 'Deactivate Dr Grace Tan?' });
  await expect(question.getByText('Their open times disappear')).toBeVisible();
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Deactivate' }).click();
  await expect(page.getByText('Dr Grace Tan is deactivated.')).toBeVisible();
  await expect(account).toContainText('1 session with Dr Grace Tan is still booked:');
  await expect(account.getByRole('link', { name: 'Nguyễn Thị Mai with' })).toBeVisible();
  await inspect(page, 'concierge-account');
  await account.getByRole('button', { name: 'Activate' }).click();
  await expect(page.getByText('Dr Grace Tan is activated again.')).toBeVisible();
  await expect(account.getByRole('link')).toHaveCount(0);
});

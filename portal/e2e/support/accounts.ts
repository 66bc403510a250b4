/** Accounts of the user pool: the first concierge as `cargo xtask deploy` makes them, and signing in with a password. */
import { expect, type Page } from '@playwright/test';

import type { Stack } from './stack';

/** The id of the local user pool. The stack makes it from names in the templates, so it is always the same. */
const POOL = 'us-east-1_nxdbc41hg';

/** Makes the account of a concierge, with the calls that `xtask/src/cloud/concierge.rs` has. The pool invites them. */
export async function inviteConcierge(stack: Stack, email: string) {
  const { endpoints } = await stack.send<Health>('GET', '/_local/health');
  const ask = (operation: string, parameters: object) =>
    fetch(endpoints['cognito-idp'], {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      },
      body: JSON.stringify({ UserPoolId: POOL, ...parameters }),
    });
  const there = await ask('AdminGetUser', { Username: email });
  expect(await there.json()).toMatchObject({ __type: 'UserNotFoundException' });
  const create = (action: string) =>
    ask('AdminCreateUser', {
      Username: 'con_first',
      UserAttributes: [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ],
      DesiredDeliveryMediums: ['EMAIL'],
      MessageAction: action,
    });
  expect(await (await create('SUPPRESS')).json()).toMatchObject({
    User: { Username: 'con_first' },
  });
  const coded = await ask('AdminSetUserMFAPreference', {
    Username: email,
    EmailMfaSettings: { Enabled: true, PreferredMfa: true },
  });
  expect(await coded.json()).toEqual({});
  await create('RESEND');
  const grouped = await ask('AdminAddUserToGroup', { Username: email, GroupName: 'concierge' });
  expect(await grouped.json()).toEqual({});
}

/** Signs somebody of staff in by the invitation in their mailbox, with a password that they choose, and a code (A8). */
export async function signInByInvitation(page: Page, stack: Stack, email: string, own: string) {
  const [mail] = await stack.messages(email);
  const html = mail?.html ?? '';
  const address = /<a href="([^"]+)"/.exec(html)?.[1];
  const password = /<strong>([^<]+)<\/strong>/.exec(html)?.[1];
  if (address === undefined || password === undefined) {
    throw new Error(`There is no invitation to ${email}.`);
  }
  await page.goto(address);
  await type(page, email, password);
  await expect(page.getByRole('alert')).toContainText('Choose a new password.');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('Your own password, the first time').fill(own);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await typeCode(page, stack, email);
}

/** Signs somebody of staff in with a password of their own and a code. */
export async function signInWithPassword(
  page: Page,
  stack: Stack,
  email: string,
  password: string,
) {
  await page.goto('/');
  await type(page, email, password);
  await typeCode(page, stack, email);
}

async function type(page: Page, email: string, password: string) {
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Types the code from the newest email, after a wrong one. */
async function typeCode(page: Page, stack: Stack, email: string) {
  await expect(page.getByText('We have sent a code to your email address.')).toBeVisible();
  const mails = await stack.messages(email);
  const codes = mails.map(({ html }) => /Your code to sign in is (\d+)/.exec(html ?? '')?.[1]);
  const code = codes.find((found) => found !== undefined) ?? '';
  await page.getByLabel('Code').fill('no code');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('Invalid code provided');
  await page.getByLabel('Code').fill(code);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText(`Signed in as ${email}`)).toBeVisible();
}

interface Health {
  endpoints: Record<'cognito-idp', string>;
}

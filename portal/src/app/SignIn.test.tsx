import { MantineProvider } from '@mantine/core';
import { fireEvent, render, screen } from '@testing-library/react';
import { UserManager } from 'oidc-client-ts';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';

import { SessionProvider } from '../shared/auth/SessionProvider';
import { Session } from '../shared/auth/session';
import { startTranslations } from '../shared/i18n/setup';
import { loadCatalogue } from './loadCatalogue';
import { SignIn } from './SignIn';

beforeAll(() => startTranslations(loadCatalogue));
afterEach(() => vi.restoreAllMocks());

/** Presses the button of the page, and gives what fails the signing in. */
function press(): (reason: Error) => void {
  let fail: (reason: Error) => void = () => undefined;
  const hanging = new Promise<never>((_resolve, reject) => (fail = reject));
  vi.spyOn(UserManager.prototype, 'signinRedirect').mockReturnValue(hanging);
  const session = new Session({
    issuer: 'https://issuer.example',
    clientId: 'portal',
    serviceName: '',
  });
  render(
    <MantineProvider>
      <SessionProvider session={session}>
        <SignIn failed={false} />
      </SessionProvider>
    </MantineProvider>,
  );
  fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
  return fail;
}

it('shows that it is on its way, and says when the issuer is away', async () => {
  const fail = press();
  expect(screen.getByRole('button', { name: 'Sign in' }).hasAttribute('data-loading')).toBe(true);
  fail(new TypeError('Failed to fetch'));
  expect((await screen.findByRole('alert')).textContent).toContain('The service can’t be reached');
  expect(screen.getByRole('button', { name: 'Sign in' }).hasAttribute('data-loading')).toBe(false);
});

it('says so in a browser that can’t do what signing in needs', async () => {
  vi.spyOn(globalThis, 'crypto', 'get').mockReturnValue({} as Crypto);
  press()(new Error('Crypto.subtle is available only in secure contexts (HTTPS).'));
  expect((await screen.findByRole('alert')).textContent).toContain('Something went wrong');
});

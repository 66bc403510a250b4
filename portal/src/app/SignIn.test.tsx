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

function show(failed = false) {
  const session = new Session({
    issuer: 'https://issuer.example',
    clientId: 'portal',
  });
  render(
    <MantineProvider>
      <SessionProvider session={session}>
        <SignIn failed={failed} />
      </SessionProvider>
    </MantineProvider>,
  );
}

/** Presses the button of the page. `fail` fails the signing in, for which `redirect` leaves the page. */
function press() {
  let fail: (reason: Error) => void = () => undefined;
  const hanging = new Promise<never>((_resolve, reject) => (fail = reject));
  const redirect = vi.spyOn(UserManager.prototype, 'signinRedirect').mockReturnValue(hanging);
  show();
  fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
  return { fail, redirect };
}

it('shows that it is on its way, and says when the issuer is away', async () => {
  const { fail } = press();
  expect(screen.getByRole('button', { name: 'Sign in' }).hasAttribute('data-loading')).toBe(true);
  fail(new TypeError('Failed to fetch'));
  expect((await screen.findByRole('alert')).textContent).toContain('The service can’t be reached');
  expect(screen.getByRole('button', { name: 'Sign in' }).hasAttribute('data-loading')).toBe(false);
});

it('says so in a browser that can’t do what signing in needs', async () => {
  vi.spyOn(globalThis, 'crypto', 'get').mockReturnValue({} as Crypto);
  press().fail(new Error('Crypto.subtle is available only in secure contexts (HTTPS).'));
  expect((await screen.findByRole('alert')).textContent).toContain('Something went wrong');
});

const refuse = () => {
  throw new DOMException('', 'QuotaExceededError');
};

it.each([
  ['refuses', () => vi.spyOn(window, 'sessionStorage', 'get').mockImplementation(refuse)],
  ['has no space for', () => vi.spyOn(Storage.prototype, 'setItem').mockImplementation(refuse)],
  ['forgets', () => vi.spyOn(Storage.prototype, 'setItem').mockReturnValue()],
])('says what to do and does not leave in a browser that %s what is stored', async (_, refused) => {
  refused();
  const { redirect } = press();
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('Your browser does not let this page store anything');
  expect(alert.textContent).toContain('Then load this page again and sign in');
  expect(redirect).not.toHaveBeenCalled();
  const button = screen.getByRole('button', { name: 'Sign in' });
  expect(button.hasAttribute('data-loading')).toBe(false);
});

it('says the same of who comes back to a browser that has kept nothing', () => {
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(refuse);
  show(true);
  expect(screen.getByRole('alert').textContent).toContain('does not let this page store anything');
});

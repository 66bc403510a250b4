import { MantineProvider } from '@mantine/core';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { beforeAll, expect, it, vi } from 'vitest';

import { SessionProvider } from '../shared/auth/SessionProvider';
import type { Me } from '../shared/auth/me';
import type { Session } from '../shared/auth/session';
import { startTranslations } from '../shared/i18n/setup';
import { Account } from './Account';
import { loadCatalogue } from './loadCatalogue';

beforeAll(() => startTranslations(loadCatalogue));

it('says while the issuer is slow that one is being signed out, and does it once', async () => {
  let finish: (value: null) => void = () => undefined;
  const signOut = vi.fn(() => new Promise((resolve) => (finish = resolve)));
  const session = { isInCallElsewhere: () => Promise.resolve(false), signOut };
  const me: Me = { id: 'prv_1', role: 'provider', name: 'Dr Grace Tan' };
  render(
    <MantineProvider>
      <SessionProvider session={session as unknown as Session}>
        <Account me={me} />
      </SessionProvider>
    </MantineProvider>,
  );
  fireEvent.click(screen.getByRole('button', { name: 'Sign out' }));
  const leaving = await screen.findByRole('button', { name: 'Signing out …' });
  fireEvent.click(leaving);
  await act(() => Promise.resolve());
  expect(signOut).toHaveBeenCalledTimes(1);
  await act(async () => {
    finish(null);
    await Promise.resolve();
  });
  expect(screen.getByRole('button', { name: 'Sign out' })).toBeTruthy();
});

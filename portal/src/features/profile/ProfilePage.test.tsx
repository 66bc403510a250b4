import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import i18next from 'i18next';
import { Suspense } from 'react';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';

import { loadCatalogue } from '../../app/loadCatalogue';
import { ApiProvider } from '../../shared/api/ApiProvider';
import { createApi } from '../../shared/api/client';
import type { Person } from '../../shared/api/types';
import { startTranslations } from '../../shared/i18n/setup';
import { Says } from '../../shared/said/Says';
import ProfilePage from './ProfilePage';

const MAI: Person = {
  id: 'mem_mai',
  name: 'Mai',
  email: 'mai@example.com',
  phone: '+84912345678',
  timeZone: 'Asia/Ho_Chi_Minh',
  language: 'en',
  reminders: { PT36H: true, PT24H: true, PT1H: true },
  version: 3,
};
const NEW = 'm@example.com';

interface Sent {
  path: string;
  body: unknown;
}

/** What the API has, and what was sent to it. */
let profile: Person;
let sent: Sent[];
/** The answer to the next change; without, it is the profile. */
let refusal: { code: string; status: number } | null;

beforeAll(async () => {
  await startTranslations(loadCatalogue);
  await i18next.loadNamespaces('profile');
});

beforeEach(() => {
  [profile, sent, refusal] = [MAI, [], null];
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method === 'GET') return Response.json(profile);
    sent.push({ path: new URL(request.url).pathname, body: await request.json() });
    return refusal ? Response.json(refusal, { status: refusal.status }) : Response.json(profile);
  });
});

afterEach(cleanup);

/** The profile while a new address waits for its code, sent so many seconds ago. */
function waiting(secondsAgo: number, triesLeft = 5): Person {
  const expiresAt = new Date(Date.now() + (600 - secondsAgo) * 1000).toISOString();
  const codes = { email: { expiresAt, triesLeft } };
  return { ...MAI, pendingContact: { email: NEW, codes }, version: 4 };
}

function show() {
  const tokens = { current: () => Promise.resolve(null), renewed: () => Promise.resolve(null) };
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <ApiProvider api={createApi(tokens)}>
          <Suspense>
            <Says>
              <ProfilePage />
            </Says>
          </Suspense>
        </ApiProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
}

const type = async (label: string, value: string) =>
  fireEvent.change(await screen.findByLabelText(label), { target: { value } });
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

it('says that a code was sent to a new address, and confirms it', async () => {
  show();
  await type('Email', ` ${NEW} `);
  profile = waiting(0);
  press('Save');
  await screen.findByText(`Saved. We sent a code to ${NEW}.`);
  // What was not typed is not sent: the same number again would take back a new one.
  expect(sent).toEqual([{ path: '/v1/me', body: { email: NEW } }]);
  expect(screen.getByLabelText<HTMLInputElement>('Email').value).toBe(MAI.email);

  const code = screen.getByLabelText<HTMLInputElement>('Six-digit code');
  expect(code.inputMode).toBe('numeric');
  expect(code.autocomplete).toBe('one-time-code');
  await type('Six-digit code', '123');
  press('Confirm');
  await screen.findByText('Enter all six digits of the code.');
  expect(sent).toHaveLength(1);
  await type('Six-digit code', '123 456');
  profile = { ...MAI, email: NEW, version: 5 };
  press('Confirm');
  await screen.findByText('Confirmed. We use it from now on.');
  const body = { channel: 'email', code: '123456' };
  expect(sent[1]).toEqual({ path: '/v1/me/contact/confirm', body });
  expect(screen.queryByLabelText('Six-digit code')).toBeNull();
  expect(screen.getByLabelText<HTMLInputElement>('Email').value).toBe(NEW);
});

it('keeps a wrong code, says how many tries are left, and reads the profile again', async () => {
  profile = waiting(5);
  show();
  await type('Six-digit code', '000000');
  refusal = { code: 'code_wrong', status: 422 };
  profile = { ...waiting(5, 1), version: 5 };
  press('Confirm');
  await screen.findByText(/You have one more try/);
  expect(screen.getByLabelText<HTMLInputElement>('Six-digit code').value).toBe('000000');
  refusal = { code: 'code_void', status: 409 };
  profile = { ...waiting(5, 0), version: 6 };
  press('Confirm');
  await screen.findByText('Too many wrong codes were entered. Send another code.');
  // Another one is sent for the version that the wrong code has made.
  refusal = null;
  profile = waiting(0);
  press('Send another code');
  await screen.findByText(`Saved. We sent a code to ${NEW}.`);
  expect(sent.at(-1)).toEqual({ path: '/v1/me', body: { email: NEW } });
});

it('says that a code is too old', async () => {
  profile = waiting(601);
  show();
  await screen.findByText('The code has expired. Send another code.');
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Confirm' }).disabled).toBe(true);
});

it('sends another code after a while, and gives the change up', async () => {
  profile = waiting(10);
  show();
  const again = await screen.findByRole<HTMLButtonElement>('button', { name: 'Send another code' });
  expect(again.disabled).toBe(true);
  profile = { ...MAI, version: 5 };
  press('Keep the current address');
  await waitFor(() => expect(screen.queryByLabelText('Six-digit code')).toBeNull());
  expect(sent).toEqual([{ path: '/v1/me', body: { email: MAI.email } }]);
  cleanup();
  profile = waiting(31);
  show();
  const later = await screen.findByRole<HTMLButtonElement>('button', { name: 'Send another code' });
  expect(later.disabled).toBe(false);
});

it('says that somebody else has the address', async () => {
  profile = waiting(5);
  show();
  await type('Six-digit code', '123456');
  refusal = { code: 'duplicate_contact', status: 409 };
  press('Confirm');
  await screen.findByText('Somebody else uses this email address');
});

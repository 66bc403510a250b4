import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import i18next from 'i18next';
import { Suspense } from 'react';
import { beforeAll, expect, it, vi } from 'vitest';

import { loadCatalogue } from '../../../app/loadCatalogue';
import { ApiProvider } from '../../../shared/api/ApiProvider';
import { createApi } from '../../../shared/api/client';
import type { Person } from '../../../shared/api/types';
import { SessionProvider } from '../../../shared/auth/SessionProvider';
import type { Session } from '../../../shared/auth/session';
import { startTranslations } from '../../../shared/i18n/setup';
import type { AccountStatus, Role } from '../api/types';
import { usePerson } from '../api/usePerson';
import { AccountSection } from './AccountSection';

beforeAll(async () => {
  await startTranslations(loadCatalogue);
  await i18next.loadNamespaces(['concierge', 'said']);
});

const PEOPLE: Record<Role, Partial<Person>> = {
  member: { id: 'mem_mai', name: 'Mai', version: 3 },
  provider: { id: 'prv_grace', name: 'Dr Tan', version: 3 },
  concierge: { id: 'con_linh', name: 'Linh', version: 3 },
};

const BOOKING = {
  id: 'bkg_1',
  status: 'confirmed',
  sessionType: 'video',
  startsAt: '2026-12-01T02:00:00Z',
  durationMinutes: 50,
  member: { name: 'Mai' },
  provider: { name: 'Dr Tan' },
};

function Read({ role }: { role: Role }) {
  const { data } = usePerson(role, PEOPLE[role].id ?? '');
  return data ? <AccountSection role={role} person={data} /> : null;
}

/** Shows how an account stands, and answers what is done about it. Gives the paths that are asked for. */
function show(
  role: Role,
  account: AccountStatus,
  more: Partial<Person> = {},
  me = 'con_test',
): string[] {
  let now: Partial<Person> = { ...PEOPLE[role], account, ...more };
  const sent: string[] = [];
  vi.stubGlobal('fetch', (request: Request) => {
    const path = new URL(request.url).pathname;
    if (request.method === 'GET') return Promise.resolve(Response.json(now));
    sent.push(path);
    expect(request.headers.get('Idempotency-Key')).toBeTruthy();
    const after = { invite: 'pending', deactivate: 'disabled', activate: 'active' } as const;
    const does = path.split('/').pop() as keyof typeof after;
    now = { ...PEOPLE[role], account: after[does] };
    const hasSessions = does === 'deactivate' && role !== 'concierge';
    const answer = hasSessions ? { ...now, bookings: [BOOKING] } : now;
    return Promise.resolve(Response.json(answer));
  });
  const tokens = { current: () => Promise.resolve(null), renewed: () => Promise.resolve(null) };
  const signedIn = { id: me, role: 'concierge', name: 'Linh' };
  const state = { status: 'in', me: signedIn, stale: false, leaving: false };
  const session = { state, subscribe: () => () => undefined } as unknown as Session;
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <SessionProvider session={session}>
          <ApiProvider api={createApi(tokens)}>
            <Suspense>
              <Read role={role} />
            </Suspense>
          </ApiProvider>
        </SessionProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
  return sent;
}

const names = async () => (await screen.findAllByRole('button')).map((each) => each.textContent);

it.each([
  ['member', 'none', ['Invite to sign in', 'Deactivate']],
  ['provider', 'none', ['Deactivate']],
  ['provider', 'pending', ['Deactivate']],
  ['member', 'invited', ['Send the invitation again', 'Deactivate']],
  ['member', 'active', ['Deactivate']],
  ['provider', 'active', ['Invite anew', 'Deactivate']],
  ['provider', 'disabled', ['Activate']],
  ['concierge', 'none', ['Deactivate']],
  ['concierge', 'active', ['Invite anew', 'Deactivate']],
  ['concierge', 'invited', ['Send the invitation again', 'Deactivate']],
  ['concierge', 'disabled', ['Activate']],
] as const)('offers for a %s whose account is %s: %s', async (role, account, buttons) => {
  show(role, account);
  expect(await names()).toEqual(buttons);
});

it('offers concierges nothing about their own access', async () => {
  show('concierge', 'active', {}, 'con_linh');
  expect(await screen.findByText('They have signed in.')).toBeTruthy();
  expect(screen.queryAllByRole('button')).toEqual([]);
});

it('says what it means for a concierge to be deactivated', async () => {
  const sent = show('concierge', 'active');
  await userEvent.click(await screen.findByRole('button', { name: 'Deactivate' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Deactivate Linh?' }));
  expect(dialog.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    'They are signed out everywhere and can’t sign in any more.',
    'They can’t book, change or send anything for others any more.',
  ]);
  await userEvent.click(dialog.getByRole('button', { name: 'Deactivate' }));
  expect(await screen.findByRole('button', { name: 'Activate' })).toBeTruthy();
  expect(sent).toEqual(['/v1/admin/concierges/con_linh/deactivate']);
});

it('says that somebody else’s account has the address, and can invite again (A5)', async () => {
  show('provider', 'pending', { accountProblem: 'address_taken' });
  expect(await names()).toEqual(['Send the invitation again', 'Deactivate']);
  expect(screen.getByText(/Somebody else’s account has this email address/)).toBeTruthy();
});

it('invites a member, whose account is then being made', async () => {
  const sent = show('member', 'none');
  await userEvent.click(await screen.findByRole('button', { name: 'Invite to sign in' }));
  expect(await screen.findByText('Account being created')).toBeTruthy();
  expect(sent).toEqual(['/v1/admin/members/mem_mai/invite']);
});

it('says what inviting somebody of staff anew means before it does it (A8)', async () => {
  const sent = show('provider', 'active');
  await userEvent.click(await screen.findByRole('button', { name: 'Invite anew' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Invite Dr Tan anew?' }));
  expect(dialog.getByText(/their password stops working/)).toBeTruthy();
  expect(sent).toEqual([]);
  await userEvent.click(dialog.getByRole('button', { name: 'Invite anew' }));
  expect(await screen.findByText('Account being created')).toBeTruthy();
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(sent).toEqual(['/v1/admin/providers/prv_grace/invite']);
});

it('says what deactivating means before it does it, and lists what is still booked (A5)', async () => {
  const sent = show('provider', 'active');
  await userEvent.click(await screen.findByRole('button', { name: 'Deactivate' }));
  const dialog = await screen.findByRole('dialog', { name: 'Deactivate Dr Tan?' });
  const means = within(dialog).getAllByRole('listitem');
  expect(means.map(({ textContent }) => textContent)).toEqual([
    'They are signed out everywhere and can’t sign in any more.',
    'Their open times disappear, and nobody can book with them.',
    'If they are in a session, it ends for both sides.',
    'Booked sessions stay until you cancel them. You’ll see them afterwards.',
  ]);
  await userEvent.click(within(dialog).getByRole('button', { name: 'Back' }));
  expect(sent).toEqual([]);

  await userEvent.click(screen.getByRole('button', { name: 'Deactivate' }));
  const again = await screen.findByRole('dialog');
  await userEvent.click(within(again).getByRole('button', { name: 'Deactivate' }));
  expect(await screen.findByText('1 session with Dr Tan is still booked:')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Mai with Dr Tan' })).toBeTruthy();
  expect(screen.getByText('Deactivated')).toBeTruthy();

  await userEvent.click(screen.getByRole('button', { name: 'Activate' }));
  expect(await screen.findByText('Can sign in')).toBeTruthy();
  expect(screen.queryByText('1 session with Dr Tan is still booked:')).toBeNull();
  expect(sent.map((path) => path.split('/').pop())).toEqual(['deactivate', 'activate']);
});

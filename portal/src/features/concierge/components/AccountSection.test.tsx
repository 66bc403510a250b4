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
import { startTranslations } from '../../../shared/i18n/setup';
import type { AccountStatus, Side } from '../api/types';
import { usePerson } from '../api/usePerson';
import { AccountSection } from './AccountSection';

beforeAll(async () => {
  await startTranslations(loadCatalogue);
  await i18next.loadNamespaces(['concierge', 'said']);
});

const PEOPLE: Record<Side, Partial<Person>> = {
  member: { id: 'mem_mai', name: 'Mai', version: 3 },
  provider: { id: 'prv_grace', name: 'Dr Tan', version: 3 },
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

function Read({ side }: { side: Side }) {
  const { data } = usePerson(side, PEOPLE[side].id ?? '');
  return data ? <AccountSection side={side} person={data} /> : null;
}

/** Shows how an account stands, and answers what is done about it. Gives the paths that are asked for. */
function show(side: Side, account: AccountStatus, more: Partial<Person> = {}): string[] {
  let now: Partial<Person> = { ...PEOPLE[side], account, ...more };
  const sent: string[] = [];
  vi.stubGlobal('fetch', (request: Request) => {
    const path = new URL(request.url).pathname;
    if (request.method === 'GET') return Promise.resolve(Response.json(now));
    sent.push(path);
    expect(request.headers.get('Idempotency-Key')).toBeTruthy();
    const after = { invite: 'pending', deactivate: 'disabled', activate: 'active' } as const;
    const does = path.split('/').pop() as keyof typeof after;
    now = { ...PEOPLE[side], account: after[does] };
    const answer = does === 'deactivate' ? { ...now, bookings: [BOOKING] } : now;
    return Promise.resolve(Response.json(answer));
  });
  const tokens = { current: () => Promise.resolve(null), renewed: () => Promise.resolve(null) };
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <ApiProvider api={createApi(tokens)}>
          <Suspense>
            <Read side={side} />
          </Suspense>
        </ApiProvider>
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
  ['provider', 'active', ['Deactivate']],
  ['provider', 'disabled', ['Activate']],
] as const)('offers for a %s whose account is %s: %s', async (side, account, buttons) => {
  show(side, account);
  expect(await names()).toEqual(buttons);
});

it('says that somebody else’s account has the address, and can invite again (A5)', async () => {
  show('provider', 'pending', { accountProblem: 'address_taken' });
  expect(await names()).toEqual(['Send the invitation again', 'Deactivate']);
  expect(screen.getByText(/Somebody else’s account has this email address/)).toBeTruthy();
});

it('invites a member, whose account is then being made', async () => {
  const sent = show('member', 'none');
  await userEvent.click(await screen.findByRole('button', { name: 'Invite to sign in' }));
  expect(await screen.findByText('Account being made')).toBeTruthy();
  expect(sent).toEqual(['/v1/admin/members/mem_mai/invite']);
});

it('says what deactivating means before it does it, and lists what is still booked (A5)', async () => {
  const sent = show('provider', 'active');
  await userEvent.click(await screen.findByRole('button', { name: 'Deactivate' }));
  const dialog = await screen.findByRole('dialog', { name: 'Deactivate Dr Tan?' });
  const means = within(dialog).getAllByRole('listitem');
  expect(means.map(({ textContent }) => textContent)).toEqual([
    'They are signed out everywhere and can’t sign in any more.',
    'Their open times are taken away, and nobody can book with them.',
    'A session of theirs that is running ends for both sides.',
    'Sessions that are booked stay until you cancel them. You see them afterwards.',
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

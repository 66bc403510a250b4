import { MantineProvider } from '@mantine/core';
import { act, render, screen } from '@testing-library/react';
import i18next from 'i18next';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';

import { loadCatalogue } from '../../app/loadCatalogue';
import { SessionProvider } from '../../shared/auth/SessionProvider';
import type { Session } from '../../shared/auth/session';
import { startTranslations } from '../../shared/i18n/setup';
import { tabStorage } from '../../shared/storage';
import VisitPage from './VisitPage';

vi.mock('./components/lazyRoom', () => import('../../test/fakeRoom'));

const BOOKING = {
  id: 'bkg_1',
  status: 'confirmed',
  sessionType: 'phone',
  provider: { id: 'prv_1', name: 'Dr Grace Tan', timeZone: 'Asia/Singapore' },
  member: { id: 'mem_1', name: 'Mai', timeZone: 'Asia/Ho_Chi_Minh' },
  startsAt: '2030-11-22T02:30:00Z',
  endsAt: '2030-11-22T03:20:00Z',
  actions: { cancel: { allowed: false }, reschedule: { allowed: false } },
};

const fetched = vi.fn<() => Promise<Response>>();
const answers = () => Promise.resolve(Response.json(BOOKING));
const fails = () => Promise.reject(new TypeError('Failed to fetch'));
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

beforeAll(async () => {
  await startTranslations(loadCatalogue);
  await i18next.loadNamespaces('call');
});
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', fetched);
  tabStorage.setItem('anteroom.link', 'token');
});
afterEach(() => {
  vi.useRealTimers();
  fetched.mockReset();
});

async function open() {
  const session = { state: { status: 'out', failed: false }, subscribe: () => () => undefined };
  render(
    <MantineProvider>
      <SessionProvider session={session as unknown as Session}>
        <VisitPage frame={({ children }) => <div>{children}</div>} />
      </SessionProvider>
    </MantineProvider>,
  );
  await pass(100);
}

it('says at once that a member’s page can’t be loaded, and goes on trying (S12)', async () => {
  fetched.mockImplementation(fails);
  await open();
  expect(screen.getByRole('alert').textContent).toContain('The service can’t be reached');
  fetched.mockImplementation(answers);
  await pass(3_000);
  expect(screen.getByRole('heading', { name: /Dr Grace Tan/ })).toBeTruthy();
  expect(screen.queryByRole('alert')).toBeNull();
});

it('says at a member’s door that it hears nothing new, until it does (S12)', async () => {
  fetched.mockImplementation(answers);
  await open();
  fetched.mockImplementation(fails);
  await pass(30_000);
  expect(screen.getByText(/this page may not show what is new/)).toBeTruthy();
  fetched.mockImplementation(answers);
  await pass(38_000);
  expect(screen.queryByText(/this page may not show what is new/)).toBeNull();
});

const refused = (status: number, body: object) => () =>
  Promise.resolve(Response.json(body, { status }));

it.each([
  ['without its link', refused(401, { code: 'unauthorized', status: 401 })],
  ['by a gateway', refused(401, { message: 'Unauthorized' })],
  ['by a firewall', refused(403, { message: 'Forbidden' })],
  ['with words that a page can’t read', () => Promise.resolve(new Response('no', { status: 403 }))],
])('speaks of no sign-in and no account when a link is refused %s', async (_, answer) => {
  fetched.mockImplementation(answer);
  await open();
  const { textContent } = screen.getByRole('alert');
  expect(textContent).toContain('We could not check your link');
  expect(textContent).toContain('care concierge');
  expect(textContent).not.toMatch(/sign[ -]in|account/i);
  expect(screen.queryByRole('link')).toBeNull();
  fetched.mockImplementation(answers);
  act(() => screen.getByRole('button', { name: 'Try again' }).click());
  await pass(100);
  expect(screen.getByRole('heading', { name: /Dr Grace Tan/ })).toBeTruthy();
});

it('says that the network wants a sign-in where it answers for the service', async () => {
  const headers = { 'Content-Type': 'text/html' };
  fetched.mockImplementation(() => Promise.resolve(new Response('<p>Hotel</p>', { headers })));
  await open();
  const { textContent } = screen.getByRole('alert');
  expect(textContent).toContain('Your network may want you to sign in first');
  expect(textContent).toContain('The service can’t be reached');
  fetched.mockImplementation(answers);
  act(() => screen.getByRole('button', { name: 'Try again' }).click());
  await pass(100);
  expect(screen.getByRole('heading', { name: /Dr Grace Tan/ })).toBeTruthy();
});

it('still says that a link is void', async () => {
  fetched.mockImplementation(refused(401, { code: 'link_void', status: 401 }));
  await open();
  expect(screen.getByRole('alert').textContent).toContain('This link is no longer valid');
});

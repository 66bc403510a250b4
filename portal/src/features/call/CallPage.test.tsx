import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import i18next from 'i18next';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';

import { loadCatalogue } from '../../app/loadCatalogue';
import { ApiProvider } from '../../shared/api/ApiProvider';
import type { Api } from '../../shared/api/client';
import { createQueryClient } from '../../shared/api/queryClient';
import type { Booking } from '../../shared/api/types';
import { SessionProvider } from '../../shared/auth/SessionProvider';
import type { Me } from '../../shared/auth/me';
import type { Session } from '../../shared/auth/session';
import { startTranslations } from '../../shared/i18n/setup';
import CallPage from './CallPage';

vi.mock('./components/lazyRoom', () => import('../../test/fakeRoom'));
vi.mock('../../shared/devices/Preview', () => ({ Preview: () => null }));
vi.mock('../../shared/devices/useDevices', () => ({ useDevices: () => null }));
vi.mock('../../shared/devices/TechCheck', () => ({ TechCheck: () => null }));
vi.mock('../../shared/devices/network', () => ({ canCall: () => true }));

beforeAll(async () => {
  await startTranslations(loadCatalogue);
  await i18next.loadNamespaces('call');
});
beforeEach(() => {
  vi.useFakeTimers();
  sessionStorage.clear();
});
afterEach(() => vi.useRealTimers());

const ENTRANCE = { meeting: {}, attendee: {}, generation: 1 };
const ALLOWED = { allowed: true };
const BOOKING = {
  id: 'bkg_1',
  version: 1,
  status: 'ongoing',
  sessionType: 'video',
  provider: { id: 'prv_1', name: 'Dr Grace Tan', timeZone: 'Asia/Singapore' },
  member: { id: 'mem_1', name: 'Mai', timeZone: 'Asia/Ho_Chi_Minh' },
  startsAt: '2026-11-22T02:30:00Z',
  endsAt: '2026-11-22T03:20:00Z',
  actions: { start: ALLOWED, join: ALLOWED, cancel: ALLOWED, reschedule: ALLOWED },
  session: { memberWaiting: false },
} as unknown as Booking;

type Answer = { data: unknown } | { status: number; code: string } | 'none';

/** The answers of the service by the end of a path. They can be changed. */
type Answers = Record<string, Answer>;

function answering(answers: Answers) {
  const call = (path: string) => {
    const [, found] = Object.entries(answers).find(([end]) => path.endsWith(end)) ?? [];
    if (found === 'none') return new Promise(() => undefined);
    if (found && 'data' in found)
      return Promise.resolve({ data: found.data, response: { status: 200 } });
    const { status, code } = found ?? { status: 404, code: 'not_found' };
    return Promise.resolve({ error: { code, status }, response: { status } });
  };
  return { GET: vi.fn(call), POST: vi.fn(call) };
}

function open(role: Me['role'], answers: Answers) {
  const api = answering(answers);
  const state = { status: 'in', me: { id: 'x', role, name: 'X' }, stale: false, leaving: false };
  const hold = vi.fn(() => () => undefined);
  const session = { state, subscribe: () => () => undefined, hold } as unknown as Session;
  render(
    <MantineProvider>
      <SessionProvider session={session}>
        <ApiProvider api={api as unknown as Api}>
          <QueryClientProvider client={createQueryClient()}>
            <CallPage bookingId="bkg_1" frame={({ children }) => <div>{children}</div>} />
          </QueryClientProvider>
        </ApiProvider>
      </SessionProvider>
    </MantineProvider>,
  );
  return { api, hold };
}

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
const press = (name: string) => act(() => screen.getByRole('button', { name }).click());

const DOWN: Answer = { status: 503, code: 'unavailable' };
const SIGNED_OUT: Answer = { status: 401, code: 'unauthorized' };
const hostAnswers = (): Answers => ({
  '/bookings/{id}': { data: BOOKING },
  '/session/start': { data: ENTRANCE },
  '/session/presence': { data: { hostPresent: true, nextReportMs: 5_000 } },
});
const memberAnswers = (): Answers => ({
  '/bookings/{id}': { data: BOOKING },
  '/session/join': { data: { state: 'admitted', ...ENTRANCE } },
  '/session/presence': { data: { state: 'admitted', nextReportMs: 5_000 } },
});

const HOST_TROUBLE = /may not show whether Mai is waiting. We keep trying/;

it.each([['none'], [DOWN]] as const)(
  'tells a provider at the door within ten seconds that requests fail (S12): %j',
  async (answer) => {
    const answers = hostAnswers();
    open('provider', answers);
    await pass(100);
    answers['/bookings/{id}'] = answer;
    await pass(10_000);
    expect(screen.getByText(HOST_TROUBLE)).toBeTruthy();
  },
);

it('tells it no more when requests are answered again', async () => {
  const answers = hostAnswers();
  open('provider', answers);
  await pass(100);
  answers['/bookings/{id}'] = DOWN;
  await pass(10_000);
  answers['/bookings/{id}'] = { data: BOOKING };
  await pass(30_000);
  expect(screen.queryByText(HOST_TROUBLE)).toBeNull();
});

it('tells a provider at the door that the sign-in has ended, and where to sign in', async () => {
  const answers = hostAnswers();
  open('provider', answers);
  await pass(100);
  answers['/bookings/{id}'] = SIGNED_OUT;
  await pass(10_000);
  expect(screen.getByText(/Your sign-in has expired/)).toBeTruthy();
  expect(screen.getByRole('link', { name: /new tab/ }).getAttribute('target')).toBe('_blank');
});

it('tells a provider in the call that reports fail, until one is answered', async () => {
  const answers = hostAnswers();
  open('provider', answers);
  await pass(100);
  press('Join');
  await pass(100);
  expect(screen.getByText(/In the meeting/)).toBeTruthy();
  answers['/session/presence'] = DOWN;
  await pass(10_000);
  expect(screen.getByText(HOST_TROUBLE)).toBeTruthy();
  answers['/session/presence'] = { data: { hostPresent: true, nextReportMs: 5_000 } };
  await pass(60_000);
  expect(screen.queryByText(HOST_TROUBLE)).toBeNull();
  answers['/session/presence'] = SIGNED_OUT;
  await pass(10_000);
  expect(screen.getByRole('link', { name: /new tab/ })).toBeTruthy();
});

it('tells a member in the call that the sign-in has ended', async () => {
  const answers = memberAnswers();
  open('member', answers);
  await pass(100);
  press('Enter the waiting room');
  await pass(100);
  expect(screen.getByText(/In the meeting/)).toBeTruthy();
  answers['/session/presence'] = SIGNED_OUT;
  await pass(10_000);
  expect(screen.getByText(/The session with Dr Grace Tan continues/)).toBeTruthy();
  expect(screen.getByRole('link', { name: /new tab/ })).toBeTruthy();
});

it('says at a provider’s door that the member waits as long as that is known (S3)', async () => {
  const answers = hostAnswers();
  answers['/bookings/{id}'] = { data: { ...BOOKING, session: { memberWaiting: true } } };
  open('provider', answers);
  await pass(100);
  expect(screen.getByText('Mai is in the waiting room.')).toBeTruthy();
  answers['/bookings/{id}'] = DOWN;
  await pass(17_000);
  expect(screen.queryByText('Mai is in the waiting room.')).toBeNull();
});

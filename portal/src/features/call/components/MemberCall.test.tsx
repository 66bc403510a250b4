import { MantineProvider } from '@mantine/core';
import { act, render, screen } from '@testing-library/react';
import i18next from 'i18next';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';

import { loadCatalogue } from '../../../app/loadCatalogue';
import { ApiError } from '../../../shared/api/problem';
import type { Booking } from '../../../shared/api/types';
import { SessionProvider } from '../../../shared/auth/SessionProvider';
import type { Session } from '../../../shared/auth/session';
import { startTranslations } from '../../../shared/i18n/setup';
import { client } from '../../../test/fakeRoom';
import type { JoinAnswer, MemberSide } from '../api/member';
import { setResumes } from './resume';
import { MemberCall } from './MemberCall';

vi.mock('./lazyRoom', () => import('../../../test/fakeRoom'));
vi.mock('../../../shared/devices/TechCheck', () => ({ TechCheck: () => null }));
vi.mock('../../../shared/devices/network', () => ({ canCall: () => true }));

beforeAll(async () => {
  await startTranslations(loadCatalogue);
  await i18next.loadNamespaces('call');
});
beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const BOOKING = {
  id: 'bkg_1',
  status: 'ongoing',
  provider: { id: 'prv_1', name: 'Dr Grace Tan', timeZone: 'Asia/Singapore' },
  member: { id: 'mem_1', name: 'Mai', timeZone: 'Asia/Ho_Chi_Minh' },
  startsAt: '2026-11-22T02:30:00Z',
  endsAt: '2026-11-22T03:20:00Z',
} as unknown as Booking;

const ADMITTED: JoinAnswer = { state: 'admitted', meeting: {}, attendee: {}, generation: 1 };
const VOID = new ApiError('link_void', 401);

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

/** A member’s page, where they have entered already. */
async function open({ join, report }: Pick<MemberSide, 'join' | 'report'>) {
  const side: MemberSide = { join, report, see: vi.fn(), calendar: vi.fn() };
  const state = { status: 'out', failed: false };
  const release = vi.fn();
  const hold = vi.fn(() => release);
  const session = { state, subscribe: () => () => undefined, hold } as unknown as Session;
  setResumes(BOOKING.id, true);
  render(
    <MantineProvider>
      <SessionProvider session={session}>
        <MemberCall
          side={side}
          booking={BOOKING}
          error={null}
          byLink
          onChange={() => undefined}
          frame={({ children }) => <div>{children}</div>}
        />
      </SessionProvider>
    </MantineProvider>,
  );
  await pass(100);
  return { isKept: () => hold.mock.calls.length > release.mock.calls.length };
}

/** A member who is in with the provider, and whose link becomes void a moment later. */
async function inWithVoidLink() {
  const join = vi.fn<MemberSide['join']>().mockResolvedValueOnce(ADMITTED).mockRejectedValue(VOID);
  const report = vi
    .fn<MemberSide['report']>()
    .mockResolvedValueOnce({ state: 'admitted', nextReportMs: 5_000 })
    .mockRejectedValue(VOID);
  const { isKept } = await open({ join, report });
  expect(screen.getByText(/In the meeting/)).toBeTruthy();
  return { report, isKept };
}

it('stays in with the provider when the link becomes void, and says nothing untrue (S4)', async () => {
  const { report } = await inWithVoidLink();
  await pass(60_000);
  expect(report).toHaveBeenCalledWith(expect.objectContaining({ state: 'alive' }));
  expect(screen.getByText('In the meeting')).toBeTruthy();
});

it('says that the session has ended when the meeting is over', async () => {
  await inWithVoidLink();
  await pass(10_000);
  act(() => client.say({ phase: 'over', ending: 'ended', otherPresent: false }));
  await pass(1_000);
  expect(screen.getByRole('heading', { name: 'The session has ended' })).toBeTruthy();
});

it('says that the link is void to who is alone with it', async () => {
  await inWithVoidLink();
  act(() => client.say({ otherPresent: false }));
  await pass(10_000);
  expect(screen.getByRole('alert').textContent).toContain('This link is no longer valid');
  expect(screen.queryByText('The session has ended')).toBeNull();
});

it('says that the link is void to who lost the connection', async () => {
  await inWithVoidLink();
  act(() => client.say({ phase: 'over', ending: 'failed', otherPresent: false }));
  await pass(1_000);
  expect(screen.getByRole('alert').textContent).toContain('This link is no longer valid');
});

it('says that the link is void to who was taken out of a session that may go on', async () => {
  await inWithVoidLink();
  act(() => client.say({ phase: 'over', ending: 'removed', otherPresent: false }));
  await pass(1_000);
  expect(screen.getByRole('alert').textContent).toContain('This link is no longer valid');
  expect(screen.queryByText('The session has ended')).toBeNull();
});

it('keeps the sign-in of who waits, is in, and waits again, until it is over', async () => {
  const waits: JoinAnswer = {
    state: 'waiting',
    hostLate: false,
    hostLateMinutes: 0,
    retryAfterMs: 1_000,
  };
  const join = vi
    .fn<MemberSide['join']>()
    .mockResolvedValueOnce(waits)
    .mockResolvedValueOnce(ADMITTED)
    .mockResolvedValue(waits);
  const report = vi.fn<MemberSide['report']>().mockResolvedValue({
    state: 'admitted',
    nextReportMs: 5_000,
  });
  const { isKept } = await open({ join, report });
  expect(screen.getByText('You are in the waiting room')).toBeTruthy();
  expect(isKept()).toBe(true);
  await pass(1_000);
  expect(screen.getByText(/In the meeting/)).toBeTruthy();
  act(() => client.say({ otherPresent: false }));
  report.mockResolvedValue({ state: 'waiting', nextReportMs: 5_000 });
  await pass(6_000);
  expect(screen.getByText('Dr Grace Tan is out for a moment')).toBeTruthy();
  expect(isKept()).toBe(true);
  join.mockResolvedValue({ state: 'ended' });
  await pass(2_000);
  expect(screen.getByRole('heading', { name: 'The session has ended' })).toBeTruthy();
  expect(isKept()).toBe(false);
});

it('claims no more that the provider sees who waits once no answer comes (S3)', async () => {
  const join = vi
    .fn<MemberSide['join']>()
    .mockResolvedValueOnce({
      state: 'waiting',
      hostLate: false,
      hostLateMinutes: 0,
      retryAfterMs: 4_000,
    })
    .mockRejectedValue(new ApiError('no_answer', 0));
  await open({ join, report: vi.fn() });
  expect(screen.getByText(/can see that you are waiting/)).toBeTruthy();
  await pass(12_000);
  expect(screen.queryByText(/can see that you are waiting/)).toBeNull();
  expect(screen.getByText('We can’t reach the service')).toBeTruthy();
  expect(screen.getByText(/may not see that you are waiting/)).toBeTruthy();
});

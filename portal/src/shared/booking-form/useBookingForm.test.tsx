import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { beforeEach, expect, it, vi } from 'vitest';

import { ApiProvider } from '../api/ApiProvider';
import type { Api } from '../api/client';
import type { Role } from '../api/types';
import { POLICY } from '../../test/policy';
import { useBookingForm, type Wish } from './useBookingForm';

const GET = vi.fn();
const POST = vi.fn();
const onDone = vi.fn();
const api = { GET, POST } as unknown as Api;
const queries = new QueryClient();
const wrapper = ({ children }: { children: ReactNode }) => (
  <ApiProvider api={api}>
    <QueryClientProvider client={queries}>{children}</QueryClientProvider>
  </ApiProvider>
);

beforeEach(() => {
  queries.clear();
  GET.mockReset().mockImplementation(() => new Promise(() => undefined));
  POST.mockReset();
  onDone.mockReset();
});

const refused = (code: string) => ({ response: { status: 409 }, error: { code } });
const AT = '2026-12-01T02:00:00Z';
const SLOT = { by: 'slot', at: AT } as const;

function open(by: Role, first: Partial<Wish>) {
  const props = { by, first, zone: 'Asia/Singapore', onDone };
  const { result } = renderHook(() => useBookingForm(props), { wrapper });
  return {
    form: () => result.current,
    set: (part: Partial<Wish>) => act(() => result.current.set(part)),
    submit: () =>
      act(() => {
        result.current.submit();
        return Promise.resolve();
      }),
    missing: () =>
      (['memberId', 'providerId', 'start'] as const).filter((what) =>
        result.current.isMissing(what),
      ),
  };
}

it('asks each role for what only they can say, once it was tried to send it', async () => {
  const member = open('member', { providerId: 'prv_1' });
  expect(member.missing()).toEqual([]);
  await member.submit();
  expect(member.missing()).toEqual(['start']);
  const concierge = open('concierge', {});
  await concierge.submit();
  expect(concierge.missing()).toEqual(['memberId', 'providerId', 'start']);
  concierge.set({ memberId: 'mem_1' });
  // What else was missing goes on being said.
  expect(concierge.missing()).toEqual(['providerId', 'start']);
  expect(POST).not.toHaveBeenCalled();
});

it('names nobody who books for themselves, and sends no empty comment', async () => {
  POST.mockResolvedValue({ response: { status: 201 }, data: { id: 'bkg_1' } });
  const provider = open('provider', { memberId: 'mem_1', start: SLOT, comment: '  ' });
  await provider.submit();
  await waitFor(() => expect(onDone).toHaveBeenCalled());
  const [path, options] = POST.mock.calls[0] as [string, { body: unknown }];
  expect(path).toBe('/v1/bookings');
  expect(options.body).toEqual({
    memberId: 'mem_1',
    sessionType: 'video',
    durationMinutes: 50,
    startsAt: AT,
  });
});

it('forgets a slot of another provider or length, but not a time that was typed', () => {
  const { form, set } = open('concierge', { start: SLOT });
  set({ durationMinutes: 60 });
  expect(form().startsAt).toBe('');
  set({ start: { by: 'clock', date: '2026-12-01', clock: '10:00' } });
  set({ providerId: 'prv_2', durationMinutes: 30 });
  expect(form().startsAt).toBe('2026-12-01T02:00:00.000Z');
});

it('asks for another slot when one is gone, and keeps the rest', async () => {
  POST.mockResolvedValue(refused('slot_taken'));
  const member = open('member', { providerId: 'prv_1', start: SLOT, comment: 'Mine' });
  await member.submit();
  await waitFor(() => expect(member.missing()).toEqual(['start']));
  expect(member.form().wish.comment).toBe('Mine');
  const concierge = open('concierge', {
    memberId: 'mem_1',
    providerId: 'prv_1',
    start: { by: 'clock', date: '2026-12-01', clock: '10:00' },
  });
  await concierge.submit();
  await waitFor(() => expect(concierge.form().error).not.toBeNull());
  // What was typed is sent again as it stands.
  expect(concierge.missing()).toEqual([]);
});

it('begins with the nearest length that the policy allows (B1)', async () => {
  GET.mockResolvedValue({ response: { status: 200 }, data: { ...POLICY, minDurationMinutes: 60 } });
  POST.mockResolvedValue({ response: { status: 201 }, data: { id: 'bkg_1' } });
  const member = open('member', { providerId: 'prv_1', start: SLOT, durationMinutes: 50 });
  await waitFor(() => expect(member.form().wish.durationMinutes).toBe(60));
  // It was a slot for another length.
  await member.submit();
  expect(member.missing()).toEqual(['start']);
  member.set({ start: SLOT });
  await member.submit();
  await waitFor(() => expect(onDone).toHaveBeenCalled());
  const [, options] = POST.mock.calls[0] as [string, { body: object }];
  expect(options.body).toMatchObject({ durationMinutes: 60, startsAt: AT });
});

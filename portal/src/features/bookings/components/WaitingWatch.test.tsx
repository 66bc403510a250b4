import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import i18next from 'i18next';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';

import { loadCatalogue } from '../../../app/loadCatalogue';
import { ApiProvider } from '../../../shared/api/ApiProvider';
import { createApi } from '../../../shared/api/client';
import { createQueryClient } from '../../../shared/api/queryClient';
import { startTranslations } from '../../../shared/i18n/setup';
import { ring } from '../../../shared/sound/ring';
import { BookingList } from './BookingList';
import { WaitingWatch } from './WaitingWatch';

vi.mock('../../../shared/sound/ring', () => ({ ring: vi.fn() }));
vi.mock('../../../shared/sound/sound', () => ({ soundIsOn: () => true }));
vi.mock('../../../shared/me/useProfile', () => ({ useMyZone: () => 'Asia/Singapore' }));

const NOW = Date.parse('2026-11-22T02:32:00Z');
const BOOKING = {
  id: 'bkg_1',
  status: 'confirmed',
  sessionType: 'video',
  provider: { id: 'prv_1', name: 'Dr Grace Tan', timeZone: 'Asia/Singapore' },
  member: { id: 'mem_1', name: 'Mai', timeZone: 'Asia/Singapore' },
  startsAt: '2026-11-22T02:30:00Z',
  endsAt: '2026-11-22T03:20:00Z',
  durationMinutes: 50,
  actions: {},
  session: { memberWaiting: true, hostPresent: false },
};

const fetched = vi.fn<() => Promise<Response>>();
const answers = () => Promise.resolve(Response.json({ items: [BOOKING], nextCursor: null }));
const fails = () => Promise.reject(new TypeError('Failed to fetch'));
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

beforeAll(async () => {
  await startTranslations(loadCatalogue);
  await i18next.loadNamespaces('bookings');
});
beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  vi.stubGlobal('fetch', fetched);
});
afterEach(() => {
  vi.useRealTimers();
});

async function open(path: string) {
  const tokens = { current: () => Promise.resolve(null), renewed: () => Promise.resolve(null) };
  const { hook } = memoryLocation({ path });
  fetched.mockImplementation(answers);
  render(
    <MantineProvider>
      <QueryClientProvider client={createQueryClient()}>
        <ApiProvider api={createApi(tokens)}>
          <Router hook={hook}>
            <WaitingWatch />
            <BookingList view="upcoming" />
          </Router>
        </ApiProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
  await pass(100);
}

it('says of nobody that they wait once that is not known any more, and then again (S3)', async () => {
  await open('/bookings');
  expect(screen.getByRole('article').textContent).toContain('Mai is in the waiting room');
  expect(document.title).toMatch(/^\(1\)/);
  fetched.mockImplementation(fails);
  await pass(15_000);
  expect(screen.getByRole('article').textContent).toContain('Mai is in the waiting room');
  await pass(2_000);
  expect(screen.getByRole('article').textContent).not.toContain('waiting room');
  expect(document.title).not.toMatch(/\(1\)/);
  expect(screen.getByRole('complementary').textContent).toContain(
    'Mai was in the waiting room at 10:32',
  );
  expect(screen.getByRole('status').textContent).toContain('We don’t know whether Mai is still');
  fetched.mockImplementation(answers);
  await pass(40_000);
  expect(screen.getByRole('article').textContent).toContain('Mai is in the waiting room');
  expect(screen.queryByRole('complementary')).toBeNull();
  expect(document.title).toMatch(/^\(1\)/);
  expect(ring).toHaveBeenCalledTimes(1);
});

it('says so in the banner of other pages', async () => {
  await open('/profile');
  expect(screen.getByRole('complementary').textContent).toContain('Mai is in the waiting room');
  fetched.mockImplementation(fails);
  await pass(17_000);
  expect(screen.getByRole('complementary').textContent).toContain('was in the waiting room at');
});

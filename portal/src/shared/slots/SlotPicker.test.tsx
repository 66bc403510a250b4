import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen } from '@testing-library/react';
import { beforeAll, expect, it, vi } from 'vitest';

import { loadCatalogue } from '../../app/loadCatalogue';
import { POLICY } from '../../test/policy';
import { ApiProvider } from '../api/ApiProvider';
import type { Api } from '../api/client';
import { startTranslations } from '../i18n/setup';
import { SlotPicker } from './SlotPicker';

beforeAll(() => startTranslations(loadCatalogue));

/** A picker that gets these slots, in a cache that outlives it. */
function show(slots: () => unknown[], queries = new QueryClient(), near = '') {
  const GET = vi.fn((path: string) =>
    Promise.resolve({
      data: path === '/v1/policy' ? POLICY : { items: slots() },
      response: { status: 200 },
    }),
  );
  const shown = render(
    <MantineProvider>
      <ApiProvider api={{ GET } as unknown as Api}>
        <QueryClientProvider client={queries}>
          <SlotPicker
            label="When"
            providerId="prv_1"
            durationMinutes={50}
            zone="Asia/Singapore"
            clocks={[{ name: 'Mai', zone: 'Asia/Ho_Chi_Minh' }]}
            near={near}
            value=""
            onChange={() => undefined}
          />
        </QueryClientProvider>
      </ApiProvider>
    </MantineProvider>,
  );
  return { ...shown, GET };
}

it('looks as far ahead as the policy lets people book (B3)', async () => {
  const { GET } = show(() => []);
  await vi.waitFor(() => expect(GET).toHaveBeenCalledWith('/v1/policy', expect.anything()));
  // No month has open times: the last that can be booked is shown.
  const later = screen.getByRole<HTMLButtonElement>('button', { name: 'Next month' });
  await vi.waitFor(() => expect(later.disabled).toBe(true));
  expect(await screen.findByText(/^There are no open times this month/)).toBeTruthy();
  const months = GET.mock.calls.filter(([path]) => path.includes('slots'));
  expect(months.length).toBeGreaterThan(1);
  fireEvent.click(screen.getByRole('button', { name: 'Previous month' }));
  await vi.waitFor(() => expect(later.disabled).toBe(false));
});

it('shows both clocks, and says that it is night on the other one', async () => {
  const slot = { startsAt: '2026-11-30T23:30:00Z', endsAt: '2026-12-01T00:20:00Z' };
  show(() => [slot]);
  expect(await screen.findByRole('radio', { name: /^07:30.*Mai.*06:30.*at night/ })).toBeTruthy();
  expect(screen.getByText('Morning')).toBeTruthy();
  expect(screen.getByText(/Beside each one is the time for Mai, in Vietnam Time/)).toBeTruthy();
});

it('asks anew each time it is opened, and says that there is none only then', async () => {
  const queries = new QueryClient();
  const first = show(() => [], queries);
  await screen.findByText(/^There are no open times/, {}, { timeout: 5000 });
  first.unmount();
  const slot = { startsAt: '2026-11-30T01:00:00Z', endsAt: '2026-11-30T01:50:00Z' };
  show(() => [slot], queries);
  expect(screen.queryByText(/^There are no open times/)).toBeNull();
  expect(await screen.findByRole('radio', { name: /^09:00/ })).toBeTruthy();
});

it('begins with the day of an instant on the reader’s clock, or the next one with open times', async () => {
  const starts = ['2126-11-20T01:00:00Z', '2126-11-22T02:00:00Z', '2126-11-24T03:00:00Z'];
  const slots = starts.map((startsAt) => ({ startsAt, endsAt: startsAt }));
  // Late in the evening in UTC it is the next day in Singapore.
  const first = show(() => slots, new QueryClient(), '2126-11-21T22:00:00Z');
  expect(await screen.findByRole('radio', { name: /^10:00/ })).toBeTruthy();
  first.unmount();
  show(() => slots, new QueryClient(), '2126-11-23T01:00:00Z');
  expect(await screen.findByRole('radio', { name: /^11:00/ })).toBeTruthy();
});

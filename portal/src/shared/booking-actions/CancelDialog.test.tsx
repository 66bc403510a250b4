import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import i18next from 'i18next';
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';

import { loadCatalogue } from '../../app/loadCatalogue';
import { POLICY } from '../../test/policy';
import { ApiProvider } from '../api/ApiProvider';
import type { Api } from '../api/client';
import type { Booking } from '../api/types';
import { startTranslations } from '../i18n/setup';
import CancelDialog from './CancelDialog';

const GET = vi.fn();
const told = (data: object) => Promise.resolve({ data, response: { status: 200 } });

beforeAll(async () => {
  await startTranslations(loadCatalogue);
  await i18next.loadNamespaces('booking-actions');
  HTMLDialogElement.prototype.showModal = () => undefined;
});
beforeEach(() => {
  GET.mockReset();
});

function open(hoursAhead: number) {
  const startsAt = new Date(Date.now() + hoursAhead * 3600_000).toISOString();
  const booking = { id: 'bkg_1', startsAt, member: { name: 'Mai' } } as Booking;
  render(
    <MantineProvider>
      <ApiProvider api={{ GET } as unknown as Api}>
        <QueryClientProvider client={new QueryClient()}>
          <CancelDialog by="provider" booking={booking} onClose={() => undefined} />
        </QueryClientProvider>
      </ApiProvider>
    </MantineProvider>,
  );
}

it('says that a cancellation is late by the hours of the policy (B6)', async () => {
  GET.mockImplementation(() => told(POLICY));
  open(11);
  expect(await screen.findByText(/starts in less than 12 hours/)).toBeTruthy();
  expect(GET).toHaveBeenCalledWith('/v1/policy', expect.anything());
});

it('does not say so earlier, nor before the policy is known', async () => {
  GET.mockImplementation(() => told(POLICY));
  open(13);
  await vi.waitFor(() => expect(GET).toHaveBeenCalledTimes(1));
  expect(screen.queryByText(/counts as a late/)).toBeNull();
  GET.mockImplementation(() => new Promise(() => undefined));
  open(1);
  expect(screen.queryByText(/counts as a late/)).toBeNull();
});

import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import i18next from 'i18next';
import { beforeAll, expect, it, vi } from 'vitest';

import { loadCatalogue } from '../../../app/loadCatalogue';
import { ApiProvider } from '../../../shared/api/ApiProvider';
import type { Api } from '../../../shared/api/client';
import { createQueryClient } from '../../../shared/api/queryClient';
import { startTranslations } from '../../../shared/i18n/setup';
import { BookingSearch } from './BookingSearch';

beforeAll(async () => {
  await startTranslations(loadCatalogue);
  await i18next.loadNamespaces('concierge');
});

/** What is asked of the API when the console is opened with these words in its address. */
async function asked(search: string): Promise<object> {
  history.replaceState(null, '', `/concierge${search}`);
  const response = new Response();
  const GET = vi
    .fn<(path: string, options: { params: { query: object } }) => Promise<object>>()
    .mockResolvedValue({ data: { items: [] }, response });
  render(
    <MantineProvider>
      <ApiProvider api={{ GET } as unknown as Api}>
        <QueryClientProvider client={createQueryClient()}>
          <BookingSearch />
        </QueryClientProvider>
      </ApiProvider>
    </MantineProvider>,
  );
  await waitFor(() => expect(GET).toHaveBeenCalled());
  return GET.mock.calls[0]?.[1].params.query ?? {};
}

it.each([
  '?from=x',
  '?from=20266-01-01',
  '?to=9999-12-31',
  '?from=0002-01-01&to=2026-02-31',
  '?status=x',
])('opens with %s in the address, which asks for nothing', async (search) => {
  expect(await asked(search)).toEqual({ limit: 20 });
});

it('says that a day is none, and searches by one that is', async () => {
  const query = await asked('?from=20266-01-01&to=2026-11-22');
  expect(Object.keys(query)).toEqual(['to', 'limit']);
  expect(screen.getAllByText('This is not a date to search by. Check the year.')).toHaveLength(1);
});

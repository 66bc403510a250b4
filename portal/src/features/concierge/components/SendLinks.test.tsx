import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import i18next from 'i18next';
import { Suspense } from 'react';
import { beforeAll, expect, it, vi } from 'vitest';

import { loadCatalogue } from '../../../app/loadCatalogue';
import { ApiProvider } from '../../../shared/api/ApiProvider';
import { createApi } from '../../../shared/api/client';
import { startTranslations } from '../../../shared/i18n/setup';
import { SendLinks } from './SendLinks';

beforeAll(async () => {
  await startTranslations(loadCatalogue);
  await i18next.loadNamespaces('concierge');
});

it('offers the links of the sessions to come, and says that they were sent', async () => {
  const sent: string[] = [];
  const statuses = ['confirmed', 'cancelled', 'pending', 'confirmed'];
  const items = statuses.map((status, index) => ({ id: `bkg_${index}`, status }));
  vi.stubGlobal('fetch', (request: Request) => {
    if (request.method === 'GET')
      return Promise.resolve(Response.json({ items, nextCursor: null }));
    sent.push(new URL(request.url).pathname);
    const queued = [{ id: 'dlv_1' }, { id: 'dlv_2' }, { id: 'dlv_3' }];
    return Promise.resolve(Response.json({ items: queued, nextCursor: null }, { status: 202 }));
  });
  const tokens = { current: () => Promise.resolve(null), renewed: () => Promise.resolve(null) };
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <ApiProvider api={createApi(tokens)}>
          <Suspense>
            <SendLinks memberId="mem_mai" email="mai@example.com" />
          </Suspense>
        </ApiProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
  const offer = await screen.findByRole('button', {
    name: 'Send the links of 3 sessions to mai@example.com',
  });
  await userEvent.setup().click(offer);
  expect((await screen.findByRole('status')).textContent).toContain('3 sessions are on their way');
  expect(sent).toEqual(['/v1/admin/members/mem_mai/send-links']);
});

import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen } from '@testing-library/react';
import i18next from 'i18next';
import { Suspense } from 'react';
import { beforeAll, expect, it, vi } from 'vitest';

import { loadCatalogue } from '../../../app/loadCatalogue';
import { ApiProvider } from '../../../shared/api/ApiProvider';
import { createApi } from '../../../shared/api/client';
import type { Person } from '../../../shared/api/types';
import { startTranslations } from '../../../shared/i18n/setup';
import { Says } from '../../../shared/said/Says';
import { PersonForm } from './PersonForm';

beforeAll(async () => {
  await startTranslations(loadCatalogue);
  await i18next.loadNamespaces('concierge');
});

const MAI: Person = {
  id: 'mem_mai',
  name: 'Mai',
  email: 'mai@example.com',
  timeZone: 'Asia/Ho_Chi_Minh',
  language: 'vi',
  reminders: { PT36H: true, PT24H: true, PT1H: true },
  version: 3,
};

it('asks of concierges for no reminders, which they do not get', async () => {
  const tokens = { current: () => Promise.resolve(null), renewed: () => Promise.resolve(null) };
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <ApiProvider api={createApi(tokens)}>
          <Suspense>
            <PersonForm role="concierge" person={null} />
          </Suspense>
        </ApiProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
  expect(await screen.findByRole('button', { name: 'Add a concierge' })).toBeTruthy();
  expect(screen.queryAllByRole('checkbox')).toEqual([]);
});

it('says who has an address, and lets both have it without typing it again', async () => {
  const sent: unknown[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    sent.push(await request.json());
    const heldBy = { id: 'mem_an', name: 'Lê Văn An', role: 'member' };
    return sent.length === 1
      ? Response.json({ code: 'duplicate_contact', status: 409, heldBy }, { status: 409 })
      : Response.json({ ...MAI, email: 'an@example.com', version: 4 });
  });
  const tokens = { current: () => Promise.resolve(null), renewed: () => Promise.resolve(null) };
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <ApiProvider api={createApi(tokens)}>
          <Suspense>
            <Says>
              <PersonForm role="member" person={MAI} />
            </Says>
          </Suspense>
        </ApiProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
  const email = await screen.findByLabelText<HTMLInputElement>('Email');
  fireEvent.change(email, { target: { value: 'an@example.com' } });
  fireEvent.click(screen.getByText('Save'));
  await screen.findByText(/belongs to Lê Văn An/);
  expect(email.value).toBe('an@example.com');
  fireEvent.click(screen.getByText('Use it for both'));
  await screen.findByText('Saved.');
  expect(sent).toEqual([
    { email: 'an@example.com' },
    { email: 'an@example.com', sharedContact: true },
  ]);
});

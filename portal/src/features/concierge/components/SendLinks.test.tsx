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
import type { Booking, Person } from '../../../shared/api/types';
import { startTranslations } from '../../../shared/i18n/setup';
import { SendLinks } from './SendLinks';

beforeAll(async () => {
  await startTranslations(loadCatalogue);
  await i18next.loadNamespaces('concierge');
});

const MAI = { id: 'mem_mai', email: 'mai@example.com', phone: '+84912345678' } as Person;

/** The page of Mai, with these sessions to come, and then with a correction. */
function correct(change: Partial<Person>, items: Partial<Booking>[], sends: object[]) {
  const sent: string[] = [];
  vi.stubGlobal('fetch', (request: Request) => {
    if (request.method === 'GET')
      return Promise.resolve(Response.json({ items, nextCursor: null }));
    sent.push(new URL(request.url).pathname);
    return Promise.resolve(Response.json({ items: sends, nextCursor: null }, { status: 202 }));
  });
  const tokens = { current: () => Promise.resolve(null), renewed: () => Promise.resolve(null) };
  const [queries, api] = [new QueryClient(), createApi(tokens)];
  const page = (member: Person) => (
    <MantineProvider>
      <QueryClientProvider client={queries}>
        <ApiProvider api={api}>
          <Suspense>
            <SendLinks member={member} />
          </Suspense>
        </ApiProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
  const { rerender } = render(page(MAI));
  expect(screen.queryByRole('button')).toBeNull();
  rerender(page({ ...MAI, ...change }));
  return sent;
}

it('offers the links of the sessions to come, and says that they were sent', async () => {
  const statuses = ['confirmed', 'cancelled', 'pending', 'confirmed'] as const;
  const items = statuses.map((status, index) => ({ id: `bkg_${index}`, status }));
  const sends = [0, 2, 3].map((index) => ({ bookingId: `bkg_${index}`, channel: 'email' }));
  const sent = correct({ email: 'mai.nguyen@example.com' }, items, sends);
  const offer = await screen.findByRole('button', {
    name: 'Send the links of 3 sessions to mai.nguyen@example.com',
  });
  expect(screen.getByRole('note').textContent).toContain('earlier address no longer work');
  await userEvent.setup().click(offer);
  expect((await screen.findByRole('status')).textContent).toBe(
    'The emails about 3 sessions are on their way to mai.nguyen@example.com.',
  );
  expect(sent).toEqual(['/v1/admin/members/mem_mai/send-links']);
});

it('offers the texts about phone sessions after a correction of the number', async () => {
  const items: Partial<Booking>[] = [
    { id: 'bkg_0', status: 'confirmed', sessionType: 'phone' },
    { id: 'bkg_1', status: 'confirmed', sessionType: 'video' },
  ];
  const sends = [
    { bookingId: 'bkg_0', channel: 'email' },
    { bookingId: 'bkg_0', channel: 'sms' },
    { bookingId: 'bkg_1', channel: 'email' },
  ];
  const sent = correct({ phone: '+84987654321' }, items, sends);
  const offer = await screen.findByRole('button', {
    name: 'Send the details of 2 sessions to +84987654321 and mai@example.com',
  });
  const note = screen.getByRole('note').textContent;
  expect(note).toContain('Text messages about sessions by phone went to the earlier number.');
  expect(note).not.toContain('earlier address');
  await userEvent.setup().click(offer);
  expect((await screen.findByRole('status')).textContent).toBe(
    'The messages about 2 sessions are on their way to +84987654321 and mai@example.com.',
  );
  expect(screen.queryByRole('button')).toBeNull();
  expect(sent).toHaveLength(1);
});

it('offers nothing after a correction of the number if no text went to the earlier one', async () => {
  correct({ phone: '+84987654321' }, [{ status: 'confirmed', sessionType: 'video' }], []);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(screen.queryByRole('note')).toBeNull();
});

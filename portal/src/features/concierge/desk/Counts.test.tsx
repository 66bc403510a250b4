import { MantineProvider } from '@mantine/core';
import { focusManager, QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import i18next from 'i18next';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';

import { loadCatalogue } from '../../../app/loadCatalogue';
import { ApiProvider } from '../../../shared/api/ApiProvider';
import { createApi } from '../../../shared/api/client';
import { createQueryClient } from '../../../shared/api/queryClient';
import { startTranslations } from '../../../shared/i18n/setup';
import { Counts } from './Counts';

beforeAll(async () => {
  await startTranslations(loadCatalogue);
  await i18next.loadNamespaces('concierge');
});

const NOW = '2026-12-01T10:00:00Z';

beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(NOW);
});

afterEach(() => {
  vi.useRealTimers();
  focusManager.setFocused(undefined);
});

const late = { id: 'bkg_1', status: 'confirmed', startsAt: '2026-12-01T09:55:00Z' };

/** The counts, with what the API answers; says what was asked. */
async function show(answers: (path: string) => object | null) {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (request: Request) => {
    const { pathname } = new URL(request.url);
    asked.push(pathname);
    const items = answers(pathname);
    return Promise.resolve(
      items ? Response.json({ items, nextCursor: null }) : new Response(null, { status: 503 }),
    );
  });
  const tokens = { current: () => Promise.resolve(null), renewed: () => Promise.resolve(null) };
  render(
    <MantineProvider>
      <ApiProvider api={createApi(tokens)}>
        <QueryClientProvider client={createQueryClient()}>
          <Counts />
        </QueryClientProvider>
      </ApiProvider>
    </MantineProvider>,
  );
  await act(() => vi.advanceTimersByTimeAsync(100));
  return asked;
}

const words = () => screen.getAllByRole('link').map(({ textContent }) => textContent);

it('counts, each quarter of a minute, and not in a tab that nobody sees', async () => {
  const stuck = { booking: { id: 'bkg_2' }, why: 'message_stuck', since: NOW };
  const asked = await show((path) => (path.endsWith('attention') ? [stuck] : [late]));
  expect(words()).toEqual(['Waiting 0', 'Late 1', 'Messages to check 1']);
  const sessions = () => asked.filter((path) => path === '/v1/admin/bookings').length;
  expect(sessions()).toBe(1);
  await act(() => vi.advanceTimersByTimeAsync(61_000));
  expect(sessions()).toBe(5);
  focusManager.setFocused(false);
  await act(() => vi.advanceTimersByTimeAsync(300_000));
  expect(sessions()).toBe(5);
});

it('says that a number is not known while the service can’t be reached', async () => {
  await show(() => null);
  const unknown = '–not known right now';
  expect(words()).toEqual([
    `Waiting ${unknown}`,
    `Late ${unknown}`,
    `Messages to check ${unknown}`,
  ]);
});

import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import i18next from 'i18next';
import { Suspense } from 'react';
import { beforeAll, expect, it, vi } from 'vitest';

import { loadCatalogue } from '../../../app/loadCatalogue';
import { ApiProvider } from '../../../shared/api/ApiProvider';
import { createApi } from '../../../shared/api/client';
import { startTranslations } from '../../../shared/i18n/setup';
import type { Delivery } from '../api/types';
import { DismissButton } from './DismissButton';
import { ResendButton } from './ResendButton';

beforeAll(async () => {
  await startTranslations(loadCatalogue);
  await i18next.loadNamespaces(['concierge', 'said']);
});

const FAILED: Delivery = {
  id: 'dlv_1',
  bookingId: 'bkg_1',
  kind: 'confirmation',
  channel: 'email',
  to: 'member',
  status: 'failed',
  attempts: 1,
  queuedAt: '2030-01-07T00:00:00Z',
};

const DISMISSAL = {
  by: { id: 'con_1', role: 'concierge' as const },
  at: '2030-01-07T01:00:00Z',
  reason: 'Told by telephone',
};

/** Shows what can be done with a message. Gives the bodies that are sent. */
function show(delivery: Delivery): unknown[] {
  const sent: unknown[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    expect(new URL(request.url).pathname).toBe('/v1/admin/deliveries/dlv_1/dismiss');
    expect(request.headers.get('Idempotency-Key')).toBeTruthy();
    sent.push(await request.json());
    return Response.json({ ...delivery, status: 'dismissed', dismissal: DISMISSAL });
  });
  const tokens = { current: () => Promise.resolve(null), renewed: () => Promise.resolve(null) };
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <ApiProvider api={createApi(tokens)}>
          <Suspense>
            <ResendButton delivery={delivery} />
            <DismissButton delivery={delivery} />
            <p>That is all.</p>
          </Suspense>
        </ApiProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
  return sent;
}

it.each<[string, Partial<Delivery>, string[]]>([
  ['failed', {}, ['Send again', 'Dismiss']],
  ['unknown', { status: 'unknown' }, ['Send again', 'Dismiss']],
  ['undelivered', { status: 'undelivered' }, ['Send again', 'Dismiss']],
  ['held back', { status: 'held', failure: 'table_restored' }, ['Send again', 'Dismiss']],
  ['waiting for the morning', { status: 'held' }, []],
  ['queued', { status: 'queued' }, []],
  ['sent', { status: 'sent' }, ['Send again']],
  ['failed and sent again', { resentAs: 'dlv_2' }, ['Send again']],
  ['dismissed', { status: 'dismissed', dismissal: DISMISSAL }, []],
  ['dismissed and arrived after all', { status: 'delivered', dismissal: DISMISSAL }, []],
])('offers for a message that is %s: %s', async (_name, facts, buttons) => {
  show({ ...FAILED, ...facts });
  await screen.findByText('That is all.');
  expect(screen.queryAllByRole('button').map((each) => each.textContent)).toEqual(buttons);
});

it('dismisses a message for a reason, and not without one', async () => {
  const sent = show(FAILED);
  await userEvent.click(await screen.findByRole('button', { name: /^Dismiss: / }));
  const dialog = within(await screen.findByRole('dialog'));
  await userEvent.type(dialog.getByLabelText('Reason'), '  ');
  await userEvent.click(dialog.getByRole('button', { name: 'Dismiss message' }));
  expect(dialog.getByText('Say in a few words why it doesn’t need to be sent.')).toBeTruthy();
  expect(sent).toEqual([]);
  await userEvent.type(dialog.getByLabelText('Reason'), 'Told by telephone ');
  await userEvent.click(dialog.getByRole('button', { name: 'Dismiss message' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(sent).toEqual([{ reason: 'Told by telephone' }]);
});

import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import i18next from 'i18next';
import { Suspense } from 'react';
import { beforeAll, expect, it } from 'vitest';

import { loadCatalogue } from '../../../app/loadCatalogue';
import { startTranslations } from '../../../shared/i18n/setup';
import type { components } from '../../../shared/api/schema';
import type { Delivery } from '../api/types';
import { DeliveryFacts } from './DeliveryFacts';

beforeAll(async () => {
  await startTranslations(loadCatalogue);
  await i18next.loadNamespaces('concierge');
});

const TEXT: Delivery = {
  id: 'dlv_1',
  bookingId: 'bkg_1',
  kind: 'phone_booked',
  channel: 'sms',
  to: 'member',
  status: 'delivered',
  attempts: 1,
  queuedAt: '2030-01-07T00:00:00Z',
};

function show(delivery: Delivery) {
  render(
    <MantineProvider>
      <Suspense>
        <DeliveryFacts delivery={delivery} />
      </Suspense>
    </MantineProvider>,
  );
}

it('says that a text has arrived', async () => {
  show(TEXT);
  expect((await screen.findByText('Arrived')).textContent).toBe('Arrived');
});

it('says that a text did not arrive, and what to do', async () => {
  show({ ...TEXT, status: 'undelivered', failure: 'phone_unreachable' });
  expect((await screen.findByText('Did not arrive')).textContent).toBe('Did not arrive');
  expect(await screen.findByText(/off or out of reach/)).toBeTruthy();
});

it('tells a text that waits for the morning from one that is held back', async () => {
  show({ ...TEXT, status: 'held' });
  expect((await screen.findByText('Waiting until morning')).textContent).toBeTruthy();
  show({ ...TEXT, status: 'held', failure: 'table_restored' });
  expect((await screen.findByText('Held back')).textContent).toBe('Held back');
  expect(await screen.findByText(/may have been sent already/)).toBeTruthy();
});

it('says of one that was dismissed when and why, and not what to do about it', async () => {
  const dismissal = {
    by: { id: 'con_1', role: 'concierge' as const },
    at: '2030-01-07T01:00:00Z',
    reason: 'Told by telephone',
  };
  show({ ...TEXT, status: 'dismissed', failure: 'table_restored', dismissal });
  expect((await screen.findByText('Dismissed')).textContent).toBe('Dismissed');
  expect(screen.getByText(/^Dismissed .*: Told by telephone$/)).toBeTruthy();
  expect(screen.queryByText(/may have been sent already/)).toBeNull();
});

it('has words for each reason why a text did not arrive', () => {
  const reasons: components['schemas']['FailureCode'][] = [
    'phone_unreachable',
    'text_blocked',
    'invalid_number',
    'opted_out',
    'over_price',
    'no_quota',
    'reason_not_told',
  ];
  for (const reason of reasons)
    expect(i18next.exists(`concierge:delivery.failure.${reason}`), reason).toBe(true);
});

import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import i18next from 'i18next';
import { beforeAll, expect, it } from 'vitest';

import { loadCatalogue } from '../../../app/loadCatalogue';
import type { Booking } from '../../../shared/api/types';
import { startTranslations } from '../../../shared/i18n/setup';
import { BookingActions } from './BookingActions';

beforeAll(async () => {
  await startTranslations(loadCatalogue);
  await i18next.loadNamespaces('concierge');
});

it('says that no no-show can be marked of a member who came or waited (B7)', () => {
  const no = { allowed: false, why: 'wrong_state' };
  const actions = {
    reschedule: no,
    cancel: no,
    noShow: { allowed: false, why: 'member_attended' },
  };
  render(
    <MantineProvider>
      <BookingActions booking={{ id: 'bkg_1', actions } as Booking} />
    </MantineProvider>,
  );
  expect(screen.queryByRole('button')).toBeNull();
  expect(screen.getByText(/the record shows that the member came or waited/)).toBeTruthy();
  expect(screen.queryByText(/Nothing can be changed/)).toBeNull();
});

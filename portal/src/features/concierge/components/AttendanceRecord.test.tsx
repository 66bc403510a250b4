import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import i18next from 'i18next';
import { beforeAll, expect, it } from 'vitest';

import { loadCatalogue } from '../../../app/loadCatalogue';
import { ApiProvider } from '../../../shared/api/ApiProvider';
import type { Api } from '../../../shared/api/client';
import { createQueryClient } from '../../../shared/api/queryClient';
import { startTranslations } from '../../../shared/i18n/setup';
import type { Attendance, Presence } from '../api/types';
import { AttendanceRecord } from './AttendanceRecord';

beforeAll(async () => {
  await startTranslations(loadCatalogue);
  await i18next.loadNamespaces('concierge');
});

const nobody: Presence = { minutes: 0, intervals: [] };
const during = (minutes: number): Presence => ({
  minutes,
  intervals: [{ from: '2026-11-22T02:30:00Z', to: '2026-11-22T02:34:00Z' }],
});

it('shows what the meeting service confirmed first, and what pages say as that (S7)', async () => {
  const data: Attendance = {
    confirmed: { member: nobody, provider: during(3), together: nobody, durationMinutes: 0 },
    member: during(4),
    provider: during(4),
    together: during(4),
    durationMinutes: 4,
  };
  const GET = () => Promise.resolve({ data, response: new Response() });
  render(
    <MantineProvider>
      <ApiProvider api={{ GET } as unknown as Api}>
        <QueryClientProvider client={createQueryClient()}>
          <AttendanceRecord bookingId="bkg_1" />
        </QueryClientProvider>
      </ApiProvider>
    </MantineProvider>,
  );
  const region = await screen.findByRole('region', { name: 'Attendance' });
  await screen.findByText('Confirmed by the meeting service');
  const [confirmed, reported] = region.textContent.split('Including what people’s own pages');
  expect(confirmed).toMatch(/Both togetherNot confirmed.*MemberNot confirmed.*Provider3 minutes/);
  expect(reported).toMatch(/Both together4 minutes/);
});

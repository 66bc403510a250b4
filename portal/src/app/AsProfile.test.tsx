import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import i18next from 'i18next';
import { expect, it } from 'vitest';

import { ApiProvider } from '../shared/api/ApiProvider';
import type { Api } from '../shared/api/client';
import { errorOf } from '../shared/api/problem';
import { startTranslations } from '../shared/i18n/setup';
import { ProblemAlert } from '../shared/ui/ProblemAlert';
import { AsProfile } from './AsProfile';
import { loadCatalogue } from './loadCatalogue';

it('speaks to people in the language and the zone of their profile', async () => {
  await startTranslations(loadCatalogue);
  const profile = { language: 'vi', timeZone: 'Asia/Ho_Chi_Minh' };
  const GET = () => Promise.resolve({ data: profile, response: { status: 200 } });
  const limited = { code: 'rate_limited', opensAt: '2026-11-22T17:00:00Z' };
  render(
    <MantineProvider>
      <ApiProvider api={{ GET } as unknown as Api}>
        <QueryClientProvider client={new QueryClient()}>
          <AsProfile>
            <ProblemAlert error={errorOf(429, limited)} />
          </AsProfile>
        </QueryClientProvider>
      </ApiProvider>
    </MantineProvider>,
  );
  expect(await screen.findByText(/làm lại từ .*23.*00:00, .*GMT\+7/)).toBeTruthy();
  await i18next.changeLanguage('en');
});

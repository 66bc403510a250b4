import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen } from '@testing-library/react';
import { beforeAll, expect, it, vi } from 'vitest';

import { loadCatalogue } from '../../app/loadCatalogue';
import { POLICY } from '../../test/policy';
import { ApiProvider } from '../api/ApiProvider';
import type { Api } from '../api/client';
import { startTranslations } from '../i18n/setup';
import { SlotPicker } from './SlotPicker';

beforeAll(() => startTranslations(loadCatalogue));

it('looks as far ahead as the policy lets people book (B3)', async () => {
  const GET = vi.fn((path: string) =>
    Promise.resolve({
      data: path === '/v1/policy' ? POLICY : { items: [] },
      response: { status: 200 },
    }),
  );
  render(
    <MantineProvider>
      <ApiProvider api={{ GET } as unknown as Api}>
        <QueryClientProvider client={new QueryClient()}>
          <SlotPicker
            label="When"
            providerId="prv_1"
            durationMinutes={50}
            zone="Asia/Singapore"
            value=""
            onChange={() => undefined}
          />
        </QueryClientProvider>
      </ApiProvider>
    </MantineProvider>,
  );
  await vi.waitFor(() => expect(GET).toHaveBeenCalledWith('/v1/policy', expect.anything()));
  const later = screen.getByRole<HTMLButtonElement>('button', { name: 'Later weeks' });
  expect(later.disabled).toBe(false);
  fireEvent.click(later);
  await vi.waitFor(() => expect(later.disabled).toBe(true));
});

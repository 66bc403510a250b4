import { MantineProvider } from '@mantine/core';
import { act, render, screen } from '@testing-library/react';
import i18next from 'i18next';
import { beforeAll, expect, it, vi } from 'vitest';

import { loadCatalogue } from '../../app/loadCatalogue';
import { ApiError, errorOf } from '../api/problem';
import { speak, startTranslations } from '../i18n/setup';
import { ProblemAlert } from './ProblemAlert';
import { ReaderZone } from './readerZone';
import { WithAdvice } from './WithAdvice';

beforeAll(async () => {
  await startTranslations(loadCatalogue);
  await i18next.loadNamespaces('booking-actions');
});

function show(error: unknown, onRetry?: () => void) {
  render(
    <MantineProvider>
      <ProblemAlert error={error} onRetry={onRetry} zone="Asia/Singapore" />
    </MantineProvider>,
  );
}

it('says from when something works, in the zone that is named', () => {
  const body = { code: 'too_early', status: 409, opensAt: '2026-11-22T02:30:00Z' };
  show(errorOf(409, body));
  expect(screen.getByRole('alert').textContent).toContain('Sun 22 Nov, 10:30');
});

it('says of a limit from when it works, by the reader’s clock', () => {
  const limited = { code: 'rate_limited', status: 429 };
  render(
    <MantineProvider>
      <ReaderZone value="Asia/Ho_Chi_Minh">
        <WithAdvice from="booking-actions">
          <ProblemAlert error={errorOf(429, { ...limited, opensAt: '2026-11-22T17:00:00Z' })} />
          <ProblemAlert error={errorOf(429, limited)} />
        </WithAdvice>
        <ProblemAlert error={errorOf(429, { message: 'Too Many Requests' })} />
      </ReaderZone>
    </MantineProvider>,
  );
  const [told, own, usual] = screen.getAllByRole('alert').map((alert) => alert.textContent);
  expect(told).toMatch(/It will work again from Mon,? 23 Nov, 00:00, .*GMT\+7/);
  expect(own).toContain('Cancel it, and book a new one.');
  expect(usual).toContain('Wait a few minutes');
});

it('says in the reader’s language what is wrong with each field', async () => {
  const errors = [
    { pointer: '/name', code: 'required', detail: 'is required' },
    { pointer: '/weekly/3/from', code: 'invalid', detail: 'is not a time of day' },
    { pointer: '/weekly/4/to', code: 'invalid', detail: 'is not a time of day' },
    { pointer: '?cursor', code: 'something_new', detail: 'is odd' },
  ];
  show(errorOf(422, { code: 'validation_failed', errors }));
  expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
    'Name: This is missing.',
    'Weekly hours: The hours have to begin before they end, and those of a day must not overlap.',
    'This can’t be used. Please check it.',
  ]);
  await act(() => speak('vi'));
  expect(screen.getByText('Họ và tên: Mục này còn thiếu.')).toBeTruthy();
  await act(() => speak('en'));
});

it('offers to sign in elsewhere, so that this page stays as it is', () => {
  show(errorOf(401, { message: 'Unauthorized' }));
  expect(screen.getByRole('link', { name: /new tab/ }).getAttribute('target')).toBe('_blank');
});

it('has words for a code that it does not know, and for what is no answer at all', () => {
  show(errorOf(409, { code: 'something_new' }), vi.fn());
  expect(screen.getByText('This is no longer possible')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
});

it('speaks Vietnamese', async () => {
  await speak('vi');
  show(new ApiError('no_answer', 0));
  expect(screen.getByText('Không kết nối được với dịch vụ')).toBeTruthy();
  await speak('en');
});

import { renderHook } from '@testing-library/react';
import { beforeAll, expect, it } from 'vitest';

import { loadCatalogue } from '../../app/loadCatalogue';
import { speak, startTranslations } from '../i18n/setup';
import { REASONS, storedReason, useReasonWords } from './useReasonWords';

beforeAll(() => startTranslations(loadCatalogue));

it('says a stored reason in the reader’s language, and other words as they are', async () => {
  const english = renderHook(useReasonWords).result.current;
  expect(storedReason('technical')).toBe('reason.technical');
  expect(english('reason.technical')).toBe('Technical problems');
  expect(english('declined')).toBe('The suggestion was declined');
  for (const words of ['Grandmother visits', 'reason.unknown', 'technical'])
    expect(english(words)).toBe(words);
  await speak('vi');
  const vietnamese = renderHook(useReasonWords).result.current;
  for (const reason of REASONS) expect(vietnamese(storedReason(reason))).not.toContain('reason');
  expect(vietnamese('reason.technical')).toBe('Sự cố kỹ thuật');
  await speak('en');
});

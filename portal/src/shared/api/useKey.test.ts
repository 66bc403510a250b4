import { renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';

import { ApiError } from './problem';
import { useKey } from './useKey';

const body = { startsAt: '2026-11-22T09:00:00Z' };

it('is the same key for the same body as long as no answer came', () => {
  const { keyFor, failed } = renderHook(useKey).result.current;
  const first = keyFor(body);
  failed(new ApiError('no_answer', 0));
  failed(new ApiError('unavailable', 503));
  expect(keyFor({ ...body })).toBe(first);
  expect(keyFor({ ...body, comment: 'x' })).not.toBe(first);
});

it('is another one after an answer, be it a refusal', () => {
  const { keyFor, done, failed } = renderHook(useKey).result.current;
  const first = keyFor(body);
  failed(new ApiError('slot_taken', 409));
  const second = keyFor(body);
  done();
  expect(new Set([first, second, keyFor(body)]).size).toBe(3);
});

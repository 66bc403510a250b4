import { act, renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';

import { noteServerDate, serverNow, useNow } from './now';

const dated = (date: string) => new Headers({ date });

it('goes by the server’s clock, and leaves the jitter of a header alone', () => {
  noteServerDate(dated(new Date(Date.now() + 7_200_000).toUTCString()));
  expect(serverNow() - Date.now()).toBeGreaterThan(7_190_000);
  noteServerDate(dated(new Date(Date.now() + 7_200_900).toUTCString()));
  noteServerDate(new Headers());
  expect(serverNow() - Date.now()).toBeLessThan(7_200_500);
  noteServerDate(dated(new Date().toUTCString()));
  expect(Math.abs(serverNow() - Date.now())).toBeLessThan(10);
});

it('shows the server’s time as soon as it is told', () => {
  const { result } = renderHook(() => useNow(60_000));
  const later = Date.now() + 7_200_000;
  act(() => noteServerDate(dated(new Date(later).toUTCString())));
  expect(Math.abs(result.current - later)).toBeLessThan(5_000);
  act(() => noteServerDate(dated(new Date().toUTCString())));
});

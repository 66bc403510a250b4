import { renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi, type Mock } from 'vitest';

import { loadPart, watchLinks, useStuck } from './loadPart';
import { holdPage, letGo } from './ui/leaving';

const ORIGIN = 'https://portal.example';
const reload = vi.fn();
const fetch = vi.fn<(address: string) => Promise<{ status: number }>>();
const navigation = vi.fn<() => { type: string }[]>();

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('location', { origin: ORIGIN, href: ORIGIN, reload });
  vi.stubGlobal('fetch', fetch);
  vi.stubGlobal('performance', { now: () => Date.now(), getEntriesByType: navigation });
  vi.setSystemTime(1_000);
  fetch.mockResolvedValue({ status: 200 });
  navigation.mockReturnValue([{ type: 'navigate' }]);
});
afterEach(async () => {
  letGo();
  for (const load of loads.splice(0)) load.mockResolvedValue('there');
  await vi.advanceTimersByTimeAsync(60_000);
  vi.unstubAllGlobals();
  vi.useRealTimers();
  vi.resetAllMocks();
});

const loads: Mock<() => Promise<string>>[] = [];

/** An import as in most browsers: having failed once it fails for ever. */
const poisoned = () => {
  const error = new TypeError(`Failed to fetch the module ${ORIGIN}/assets/Room.js`);
  const load = vi.fn<() => Promise<string>>().mockRejectedValue(error);
  loads.push(load);
  return load;
};

it('reloads the page when an import fails although its file is there', async () => {
  void loadPart(poisoned());
  await vi.advanceTimersByTimeAsync(0);
  expect(fetch.mock.calls.map(([address]) => address)).toEqual(['/', `${ORIGIN}/assets/Room.js`]);
  expect(reload).toHaveBeenCalledOnce();
});

it('waits for a file that can’t be fetched yet', async () => {
  fetch.mockImplementation((address) =>
    address.endsWith('.js') ? Promise.reject(new TypeError()) : Promise.resolve({ status: 200 }),
  );
  void loadPart(poisoned());
  await vi.advanceTimersByTimeAsync(10_000);
  expect(reload).not.toHaveBeenCalled();
  fetch.mockResolvedValue({ status: 503 });
  await vi.advanceTimersByTimeAsync(30_000);
  expect(reload).not.toHaveBeenCalled();
  // A file of an earlier release is gone for good, and the page is a new one by now.
  fetch.mockResolvedValue({ status: 404 });
  await vi.advanceTimersByTimeAsync(40_000);
  expect(reload).toHaveBeenCalled();
});

it('takes a second try that works', async () => {
  const load = poisoned().mockRejectedValueOnce(new TypeError()).mockResolvedValueOnce('there');
  expect(await loadPart(load)).toBe('there');
  expect(reload).not.toHaveBeenCalled();
});

it('reloads nothing while something would be lost, and says so until it can', async () => {
  const { result } = renderHook(useStuck);
  const load = poisoned();
  const release = holdPage();
  const done = loadPart(load);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(reload).not.toHaveBeenCalled();
  expect(result.current).toBe(true);
  release();
  await vi.advanceTimersByTimeAsync(40_000);
  expect(reload).toHaveBeenCalled();
  load.mockResolvedValue('there');
  await vi.advanceTimersByTimeAsync(40_000);
  expect(await done).toBe('there');
  expect(renderHook(useStuck).result.current).toBe(false);
});

it('does not reload a page again that was reloaded a moment ago', async () => {
  navigation.mockReturnValue([{ type: 'reload' }]);
  void loadPart(poisoned());
  await vi.advanceTimersByTimeAsync(20_000);
  expect(reload).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(reload).toHaveBeenCalled();
});

it('loads a stylesheet anew whose link failed, before the part', async () => {
  watchLinks();
  const styles = () => document.querySelector('link');
  const first = document.createElement('link');
  first.rel = 'stylesheet';
  first.href = `${ORIGIN}/assets/Room.css`;
  document.head.append(first);
  first.dispatchEvent(new Event('error'));
  expect(styles()).toBeNull();
  const load = vi.fn().mockResolvedValue('there');
  const done = loadPart(load);
  styles()?.dispatchEvent(new Event('error'));
  await vi.advanceTimersByTimeAsync(0);
  expect(fetch).toHaveBeenCalledWith(first.href, expect.anything());
  expect(styles()?.href).toBe(first.href);
  expect(load).not.toHaveBeenCalled();
  styles()?.dispatchEvent(new Event('load'));
  expect(await done).toBe('there');
});

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { replaceSizeObserver } from './sizes';

beforeEach(() => {
  vi.useFakeTimers();
  vi.unstubAllGlobals();
  delete (window as Partial<typeof globalThis>).ResizeObserver;
});
afterEach(() => vi.useRealTimers());

it('tells sizes in a browser that does not (S12)', () => {
  replaceSizeObserver();
  const hear = vi.fn<ResizeObserverCallback>();
  const observer = new ResizeObserver(hear);
  const [one, other] = [document.createElement('p'), document.createElement('p')];
  one.getBoundingClientRect = () => new DOMRect(0, 0, 320, 180);
  observer.observe(one);
  observer.observe(other);
  vi.advanceTimersByTime(50);
  expect(hear.mock.calls.map(([[entry]]) => entry?.target)).toEqual([one, other]);
  expect(hear.mock.calls[0]?.[0][0]?.contentRect).toMatchObject({ width: 320, height: 180 });
  observer.unobserve(one);
  window.dispatchEvent(new Event('resize'));
  expect(hear.mock.calls[2]?.[0].map(({ target }) => target)).toEqual([other]);
  observer.observe(one);
  observer.disconnect();
  vi.advanceTimersByTime(50);
  window.dispatchEvent(new Event('resize'));
  expect(hear).toHaveBeenCalledTimes(3);
});

it('leaves the browser its own', () => {
  const own = vi.fn<() => ResizeObserver>();
  window.ResizeObserver = own;
  replaceSizeObserver();
  expect(window.ResizeObserver).toBe(own);
});

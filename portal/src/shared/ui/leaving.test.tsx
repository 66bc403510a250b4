import { renderHook } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';

import { guardLeaving, holdPage, letGo, mayLeave, useUnsaved } from './leaving';

const confirm = vi.fn<() => boolean>();
vi.stubGlobal('confirm', confirm);
guardLeaving();

afterEach(() => {
  letGo();
  confirm.mockReset();
});

const closing = () => {
  const event = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(event);
  return event.defaultPrevented;
};

it('lets whoever has nothing to lose go', () => {
  expect(closing()).toBe(false);
  expect(mayLeave()).toBe(true);
  expect(confirm).not.toHaveBeenCalled();
});

it('asks before what was typed is lost, and once', () => {
  const { result, unmount } = renderHook(useUnsaved);
  result.current.touch();
  expect(closing()).toBe(true);
  confirm.mockReturnValueOnce(false);
  expect(mayLeave()).toBe(false);
  confirm.mockReturnValueOnce(true);
  expect(mayLeave()).toBe(true);
  expect(mayLeave()).toBe(true);
  expect(confirm).toHaveBeenCalledTimes(2);
  result.current.touch();
  result.current.clear();
  expect(closing()).toBe(false);
  result.current.touch();
  unmount();
  expect(closing()).toBe(false);
});

it('lets a call ask in its own way, until it lets go', () => {
  const ask = vi.fn();
  const release = holdPage(ask);
  expect(closing()).toBe(true);
  expect(mayLeave()).toBe(false);
  expect(ask).toHaveBeenCalledOnce();
  expect(confirm).not.toHaveBeenCalled();
  release();
  expect(mayLeave()).toBe(true);
  holdPage(ask);
  letGo();
  expect(mayLeave()).toBe(true);
});

it('undoes a step back that is not wanted, before the router hears of it', () => {
  history.replaceState(null, '', '/call/1');
  const ask = vi.fn();
  const heard = vi.fn();
  window.addEventListener('popstate', heard);
  holdPage(ask);
  history.replaceState(null, '', '/bookings');
  window.dispatchEvent(new PopStateEvent('popstate'));
  expect(location.pathname).toBe('/call/1');
  expect(ask).toHaveBeenCalledOnce();
  expect(heard).not.toHaveBeenCalled();
  letGo();
  window.dispatchEvent(new PopStateEvent('popstate'));
  expect(heard).toHaveBeenCalledOnce();
});

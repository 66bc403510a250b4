/**
 * The link that this tab was opened by. Its token is taken out of the address at once, so that it is
 * in no history and no screenshot; the tab keeps it for a reload.
 */
import { tabStorage } from '../../../shared/storage';
import { readLink, type Link } from './readLink';

const KEY = 'anteroom.link';

/** The path of the page that links open. */
export const VISIT = '/visit';

const listeners = new Set<() => void>();

let current: Link | null = null;

/** Takes the link out of the address, now and whenever another one is pasted into this tab. */
export function takeLinks(): void {
  take();
  window.addEventListener('hashchange', take);
}

/** The link of this tab. */
export function currentLink(): Link {
  current ??= kept() ?? { broken: 'missing' };
  return current;
}

/** Tells of another link. */
export function subscribeToLink(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function take(): void {
  const found = readLink(location);
  if (found === null) return;
  const isLink = 'token' in found || found.broken !== 'missing';
  // A hash that is no link leads to a place on this page. A path is never left as it is.
  if (isLink || location.pathname !== VISIT) history.replaceState(null, '', VISIT);
  if (!isLink) return;
  if ('token' in found) tabStorage.setItem(KEY, found.token);
  current = found;
  listeners.forEach((listener) => listener());
}

function kept(): Link | null {
  const token = tabStorage.getItem(KEY);
  return token === null ? null : { token };
}

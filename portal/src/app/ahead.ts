/** What the first page needs is fetched while the portal still begins: on a slow line each step one after the other takes long. */
import i18next from 'i18next';

import { VISIT } from '../features/call/link/link';
import type { SessionState } from '../shared/auth/session';
import { Bookings, Call, PAGES, Today, Visit, WaitingWatch } from './parts';

type Role = keyof typeof PAGES;

/** The words of each role's pages. */
const WORDS: Record<Role, string> = {
  concierge: 'concierge',
  member: 'member',
  provider: 'bookings',
};
const WORDS_OF_CALL = 'call';

/**
 * How long nothing is drawn for want of the first page. It is as long as React takes to replace what it has drawn
 * for want of something.
 */
const PATIENCE_MS = 300;

/** Fetches the page of a member's link, if the address is one. */
export function fetchVisit(): void {
  if (isVisit()) void Visit.fetch();
}

/** Fetches the page that is shown first. Resolves when it is there, or has taken too long. */
export async function fetchFirstPage(state: SessionState): Promise<void> {
  let parts: Promise<unknown>[] = [];
  if (isVisit()) parts = [Visit.fetch(), words(WORDS_OF_CALL)];
  else if (state.status === 'in') parts = ofRole(state.me.role);
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  await Promise.race([Promise.all(parts), patience]);
}

/** Whether the address is that of a member's link. */
export function isVisit(): boolean {
  return location.pathname === VISIT;
}

function ofRole(role: Role): Promise<unknown>[] {
  const { pathname } = location;
  if (pathname.startsWith('/call/')) return [Call.fetch(), words(WORDS_OF_CALL)];
  const parts = [PAGES[role].fetch(), words(WORDS[role])];
  if (role !== 'provider') return parts;
  if (pathname === '/') parts.push(Today.fetch());
  if (pathname === '/bookings') parts.push(Bookings.fetch());
  return [...parts, WaitingWatch.fetch()];
}

/** What fails is fetched again, and said, by what shows it. */
function words(namespace: string): Promise<unknown> {
  return i18next.loadNamespaces(namespace).catch(() => undefined);
}

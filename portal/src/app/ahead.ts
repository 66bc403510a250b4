/** What the first page needs is fetched while the portal still begins: on a slow line each step one after the other takes long. */
import i18next from 'i18next';

import { VISIT } from '../features/call/link/link';
import type { Me } from '../shared/auth/me';

const PAGES: Record<Me['role'], () => Promise<unknown>> = {
  concierge: () => import('../features/concierge/ConciergePages'),
  member: () => import('../features/member/MemberPages'),
  provider: () => import('./ProviderPages'),
};

/** The pages of a provider that are opened most. */
const OF_PROVIDERS: Record<string, () => Promise<unknown>> = {
  '/': () => import('../features/bookings/today/TodayPage'),
  '/bookings': () => import('../features/bookings/BookingsPage'),
};

/** Each role has words of its own. */
const WORDS: Record<Me['role'], string> = {
  concierge: 'concierge',
  member: 'member',
  provider: 'bookings',
};

/** Fetches the page of a member's link, if the address is one. */
export function fetchVisit(): void {
  if (location.pathname === VISIT) fetchAll(() => import('../features/call/VisitPage'));
}

/** Fetches the pages of somebody who is signed in, and their words. */
export function fetchPages({ role }: Me): void {
  if (location.pathname === VISIT) return;
  const page = role === 'provider' ? OF_PROVIDERS[location.pathname] : undefined;
  fetchAll(PAGES[role], () => i18next.loadNamespaces(WORDS[role]), ...(page ? [page] : []));
}

/** What fails is fetched again, and said, by what shows it. */
function fetchAll(...parts: (() => Promise<unknown>)[]): void {
  for (const part of parts) part().catch(() => undefined);
}

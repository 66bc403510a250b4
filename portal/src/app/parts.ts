/** The pages that somebody may open first. Each is loaded when it is shown, or by `ahead.ts` before. */
import type { Me } from '../shared/auth/me';
import { lazyPart, type LazyPart } from '../shared/ui/lazyPart';

/** The pages that only one role has. */
export const PAGES: Record<Me['role'], LazyPart<object>> = {
  concierge: lazyPart(() => import('../features/concierge/ConciergePages')),
  member: lazyPart(() => import('../features/member/MemberPages')),
  provider: lazyPart(() => import('./ProviderPages')),
};

/** What providers see on every page while a member waits. */
export const WaitingWatch = lazyPart(async () => ({
  default: (await import('./ProviderPages')).WaitingWatch,
}));

/** The pages of a provider that are opened most. */
export const Today = lazyPart(() => import('../features/bookings/today/TodayPage'));
export const Bookings = lazyPart(() => import('../features/bookings/BookingsPage'));

/** A call of somebody who is signed in. */
export const Call = lazyPart(() => import('../features/call/CallPage'));

/** The page of a member's link. */
export const Visit = lazyPart(() => import('../features/call/VisitPage'));

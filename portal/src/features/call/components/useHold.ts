import { useEffect, useEffectEvent } from 'react';

import { useSession } from '../../../shared/auth/SessionProvider';

/**
 * Keeps a call from being ended by accident while `runs` is set: the session outlives a sign-out
 * elsewhere, the browser asks before the tab is closed, and `ask` is called in place of a way back or a
 * link that would leave the call.
 */
export function useHold(runs: boolean, ask: () => void): void {
  const session = useSession();
  const onLeave = useEffectEvent(ask);
  useEffect(() => (runs ? session.hold() : undefined), [runs, session]);
  useEffect(() => {
    if (!runs) return;
    const here = location.href;
    const close = (event: BeforeUnloadEvent) => event.preventDefault();
    const back = (event: PopStateEvent) => {
      // The router must not hear of it: the page stays where it is.
      event.stopImmediatePropagation();
      history.pushState(null, '', here);
      onLeave();
    };
    const follow = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
      if (!link || link.getAttribute('target') === '_blank') return;
      event.preventDefault();
      event.stopImmediatePropagation();
      onLeave();
    };
    window.addEventListener('beforeunload', close);
    window.addEventListener('popstate', back, true);
    window.addEventListener('click', follow, true);
    return () => {
      window.removeEventListener('beforeunload', close);
      window.removeEventListener('popstate', back, true);
      window.removeEventListener('click', follow, true);
    };
  }, [runs]);
}

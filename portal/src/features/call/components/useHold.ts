import { useEffect, useEffectEvent, useLayoutEffect } from 'react';

import { useSession } from '../../../shared/auth/SessionProvider';
import { holdPage } from '../../../shared/ui/leaving';

/**
 * Keeps a call from being ended by accident while `runs` is set: the session outlives a sign-out
 * elsewhere, the browser asks before the tab is closed, and `ask` is called in place of a way to another
 * page. Whoever leads away on purpose calls `letGo` first.
 */
export function useHold(runs: boolean, ask: () => void): void {
  const session = useSession();
  const onLeave = useEffectEvent(ask);
  useEffect(() => (runs ? session.hold() : undefined), [runs, session]);
  // It ends before what is drawn instead of the call can lead elsewhere.
  useLayoutEffect(() => (runs ? holdPage(() => onLeave()) : undefined), [runs]);
}

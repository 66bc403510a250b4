import { useEffect } from 'react';

import { useSession } from '../../../shared/auth/SessionProvider';

/** Puts a sign-out elsewhere off for as long as `keeps` is set: somebody waits here, or is in. */
export function useKeptSession(keeps: boolean): void {
  const session = useSession();
  useEffect(() => (keeps ? session.hold() : undefined), [keeps, session]);
}

import { createContext, use, useSyncExternalStore, type ReactNode } from 'react';

import type { Me } from './me';
import type { Session, SessionState } from './session';

const Context = createContext<Session | null>(null);

/** Gives the pages below it the session of this browser. */
export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <Context value={session}>{children}</Context>;
}

/** The session, to sign in and out by. */
export function useSession(): Session {
  const session = use(Context);
  if (!session) throw new Error('There is no SessionProvider above this component.');
  return session;
}

/** Whether somebody is signed in, and who. */
export function useSessionState(): SessionState {
  const session = useSession();
  return useSyncExternalStore(session.subscribe, () => session.state);
}

/** Who is signed in, on pages that only people who are signed in come to. */
export function useMe(): Me {
  const state = useSessionState();
  if (state.status === 'out') throw new Error('Nobody is signed in.');
  return state.me;
}

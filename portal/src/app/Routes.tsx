import { Route, Switch } from 'wouter';

import { useSessionState } from '../shared/auth/SessionProvider';
import { Says } from '../shared/said/Says';
import { lazyPart } from '../shared/ui/lazyPart';
import { AsProfile } from './AsProfile';
import { Call, PAGES, Visit, WaitingWatch } from './parts';
import { Shell } from './Shell';
import { SignedIn } from './SignedIn';
import { SignIn } from './SignIn';

const Profile = lazyPart(() => import('../features/profile/ProfilePage'));
const TechCheck = lazyPart(() => import('../features/tech-check/TechCheckPage'));

/**
 * Which address shows what. `/visit` and `/tech-check` are for anybody, the other pages for people who
 * are signed in; a call has the window to itself, and what comes before and after it a `Shell`.
 */
export function Routes() {
  return (
    <Switch>
      <Route path="/visit">
        <Visit frame={Shell} />
      </Route>
      <Route>
        <ForPeople />
      </Route>
    </Switch>
  );
}

function ForPeople() {
  const state = useSessionState();
  if (state.status === 'out') {
    return (
      <Shell>
        <Switch>
          <Route path="/tech-check">
            <TechCheck />
          </Route>
          <Route>
            <SignIn failed={state.failed} />
          </Route>
        </Switch>
      </Shell>
    );
  }
  const { role } = state.me;
  const Pages = PAGES[role];
  return (
    // What was read for one person must not outlive them.
    <SignedIn key={state.me.id}>
      <AsProfile>
        <Says>
          <Switch>
            {role !== 'concierge' && (
              <Route path="/call/:id">{({ id }) => <Call bookingId={id} frame={Shell} />}</Route>
            )}
            <Route>
              <Shell notice={role === 'provider' && <WaitingWatch />}>
                <Switch>
                  <Route path="/tech-check">
                    <TechCheck />
                  </Route>
                  <Route path="/profile">
                    <Profile />
                  </Route>
                  <Route>
                    <Pages />
                  </Route>
                </Switch>
              </Shell>
            </Route>
          </Switch>
        </Says>
      </AsProfile>
    </SignedIn>
  );
}

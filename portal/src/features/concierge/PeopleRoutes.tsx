import { Redirect, Route, Switch } from 'wouter';

import { NotFound } from '../../shared/ui/NotFound';
import { lazyPart } from '../../shared/ui/lazyPart';
import { ROLES } from './api/types';
import { WithPerson } from './components/WithPerson';
import AddPersonPage from './pages/AddPersonPage';
import PeoplePage from './pages/PeoplePage';
import PersonPage from './pages/PersonPage';
import { peoplePath } from './paths';

const Schedule = lazyPart(() => import('./pages/SchedulePage'));
const Week = lazyPart(() => import('./pages/WeekPage'));

/** The pages about people. */
export function PeopleRoutes() {
  return (
    <Switch>
      <Route path="/concierge/people">
        <Redirect to={peoplePath('member')} replace />
      </Route>
      {ROLES.map((role) => (
        <Route key={role} path={peoplePath(role)}>
          <PeoplePage role={role} />
        </Route>
      ))}
      {ROLES.map((role) => (
        <Route key={role} path={`${peoplePath(role)}/new`}>
          <AddPersonPage role={role} />
        </Route>
      ))}
      {ROLES.map((role) => (
        <Route key={role} path={`${peoplePath(role)}/:id`}>
          {({ id }) => (
            <WithPerson key={id} role={role} id={id}>
              {(person) => <PersonPage role={role} person={person} />}
            </WithPerson>
          )}
        </Route>
      ))}
      <Route path="/concierge/people/providers/:id/week">
        {({ id }) => (
          <WithPerson key={id} role="provider" id={id}>
            {(provider) => <Week provider={provider} />}
          </WithPerson>
        )}
      </Route>
      <Route path="/concierge/people/providers/:id/schedule">
        {({ id }) => (
          <WithPerson key={id} role="provider" id={id}>
            {(provider) => <Schedule provider={provider} />}
          </WithPerson>
        )}
      </Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}

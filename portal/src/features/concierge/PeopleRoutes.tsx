import { Redirect, Route, Switch } from 'wouter';

import { NotFound } from '../../shared/ui/NotFound';
import { lazyPart } from '../../shared/ui/lazyPart';
import { SIDES } from './api/types';
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
      {SIDES.map((side) => (
        <Route key={side} path={peoplePath(side)}>
          <PeoplePage side={side} />
        </Route>
      ))}
      {SIDES.map((side) => (
        <Route key={side} path={`${peoplePath(side)}/new`}>
          <AddPersonPage side={side} />
        </Route>
      ))}
      {SIDES.map((side) => (
        <Route key={side} path={`${peoplePath(side)}/:id`}>
          {({ id }) => (
            <WithPerson key={id} side={side} id={id}>
              {(person) => <PersonPage side={side} person={person} />}
            </WithPerson>
          )}
        </Route>
      ))}
      <Route path="/concierge/people/providers/:id/week">
        {({ id }) => (
          <WithPerson key={id} side="provider" id={id}>
            {(provider) => <Week provider={provider} />}
          </WithPerson>
        )}
      </Route>
      <Route path="/concierge/people/providers/:id/schedule">
        {({ id }) => (
          <WithPerson key={id} side="provider" id={id}>
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

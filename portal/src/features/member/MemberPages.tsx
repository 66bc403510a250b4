import { Redirect, Route, Switch } from 'wouter';

import { NotFound } from '../../shared/ui/NotFound';
import { lazyPart } from '../../shared/ui/lazyPart';
import BookingsPage from './BookingsPage';

const Book = lazyPart(() => import('./BookPage'));

/** The pages of a member. */
export default function MemberPages() {
  return (
    <Switch>
      <Route path="/">
        <Redirect to="/bookings" replace />
      </Route>
      <Route path="/bookings/:view?">{({ view }) => <BookingsPage view={view} />}</Route>
      <Route path="/book/:providerId?">
        {({ providerId }) => <Book providerId={providerId} />}
      </Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}

import { Redirect, Route, Switch } from 'wouter';

import { NotFound } from '../../shared/ui/NotFound';
import { AdviceFrom } from '../../shared/ui/useProblemWords';
import { AttentionWatch } from './components/AttentionWatch';
import type {} from './i18n/catalogue';
import BookingPage from './pages/BookingPage';
import BookPage from './pages/BookPage';
import HomePage from './pages/HomePage';
import QueuePage from './pages/QueuePage';
import { BOOK, QUEUE } from './paths';
import { PeopleRoutes } from './PeopleRoutes';

/** The pages of the concierge. */
export default function ConciergePages() {
  return (
    <AdviceFrom value="concierge">
      <AttentionWatch />
      <Pages />
    </AdviceFrom>
  );
}

function Pages() {
  return (
    <Switch>
      <Route path="/">
        <Redirect to="/concierge" replace />
      </Route>
      <Route path="/concierge">
        <HomePage />
      </Route>
      <Route path={BOOK}>
        <BookPage />
      </Route>
      <Route path={QUEUE}>
        <QueuePage />
      </Route>
      <Route path="/concierge/bookings/:id">{({ id }) => <BookingPage key={id} id={id} />}</Route>
      <Route path="/concierge/people/*?">
        <PeopleRoutes />
      </Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}

import { Redirect, Route, Switch } from 'wouter';

import { NotFound } from '../../shared/ui/NotFound';
import type {} from './i18n/catalogue';
import { AttentionWatch } from './components/AttentionWatch';
import BookingPage from './pages/BookingPage';
import HomePage from './pages/HomePage';
import QueuePage from './pages/QueuePage';
import { QUEUE } from './paths';

/** The pages of the concierge. */
export default function ConciergePages() {
  return (
    <>
      <AttentionWatch />
      <Pages />
    </>
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
      <Route path={QUEUE}>
        <QueuePage />
      </Route>
      <Route path="/concierge/bookings/:id">{({ id }) => <BookingPage key={id} id={id} />}</Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}

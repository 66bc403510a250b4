import { Redirect, Route, Switch } from 'wouter';

import { NotFound } from '../../shared/ui/NotFound';
import { lazyPart } from '../../shared/ui/lazyPart';
import { ReaderZone } from '../../shared/ui/readerZone';
import { WithAdvice } from '../../shared/ui/WithAdvice';
import { AttentionWatch } from './components/AttentionWatch';
import { DeskBar } from './desk/DeskBar';
import type {} from './i18n/catalogue';
import BookingPage from './pages/BookingPage';
import BookPage from './pages/BookPage';
import HomePage from './pages/HomePage';
import QueuePage from './pages/QueuePage';
import { BOOK, DESK, QUEUE, WEEK } from './paths';
import { PeopleRoutes } from './PeopleRoutes';
import { useDeskZone } from './zone';

const Weeks = lazyPart(() => import('./pages/WeeksPage'));

/** The pages of the concierge. */
export default function ConciergePages() {
  return (
    <WithAdvice from="concierge">
      <ReaderZone value={useDeskZone()}>
        <DeskBar />
        <AttentionWatch />
        <Pages />
      </ReaderZone>
    </WithAdvice>
  );
}

function Pages() {
  return (
    <Switch>
      <Route path="/">
        <Redirect to={DESK} replace />
      </Route>
      <Route path={DESK}>
        <HomePage />
      </Route>
      <Route path={BOOK}>
        <BookPage />
      </Route>
      <Route path={QUEUE}>
        <QueuePage />
      </Route>
      <Route path={WEEK}>
        <Weeks />
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

import { Redirect, Route, Switch } from 'wouter';

import { NotFound } from '../shared/ui/NotFound';
import BookingsPage from '../features/bookings/BookingsPage';
import { lazyPart } from '../shared/ui/lazyPart';

export { WaitingWatch } from '../features/bookings/components/WaitingWatch';

const CreateBooking = lazyPart(() => import('../features/create-booking/CreateBookingPage'));
const Phone = lazyPart(() => import('../features/phone/PhonePage'));
const Schedule = lazyPart(() => import('../features/schedule/SchedulePage'));

/** The pages of a provider. */
export default function ProviderPages() {
  return (
    <Switch>
      <Route path="/">
        <Redirect to="/bookings" replace />
      </Route>
      <Route path="/bookings/:id/phone">{({ id }) => <Phone bookingId={id} />}</Route>
      <Route path="/bookings/:view?">{({ view }) => <BookingsPage view={view} />}</Route>
      <Route path="/create-booking">
        <CreateBooking />
      </Route>
      <Route path="/schedule">
        <Schedule />
      </Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}

import { Route, Switch } from 'wouter';

import { NotFound } from '../shared/ui/NotFound';
import { lazyPart } from '../shared/ui/lazyPart';
import { Bookings, Today } from './parts';

export { WaitingWatch } from '../features/bookings/components/WaitingWatch';

const Calendar = lazyPart(() => import('../features/calendar/CalendarPage'));
const CreateBooking = lazyPart(() => import('../features/create-booking/CreateBookingPage'));
const Phone = lazyPart(() => import('../features/phone/PhonePage'));
const Schedule = lazyPart(() => import('../features/schedule/SchedulePage'));

/** The pages of a provider. */
export default function ProviderPages() {
  return (
    <Switch>
      <Route path="/">
        <Today />
      </Route>
      <Route path="/bookings/:id/phone">{({ id }) => <Phone bookingId={id} />}</Route>
      <Route path="/bookings/:view?">{({ view }) => <Bookings view={view} />}</Route>
      <Route path="/calendar">
        <Calendar />
      </Route>
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

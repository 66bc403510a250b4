import { Route, Switch } from 'wouter';

import { NotFound } from '../shared/ui/NotFound';
import { lazyPart } from '../shared/ui/lazyPart';

export { WaitingWatch } from '../features/bookings/components/WaitingWatch';

const Bookings = lazyPart(() => import('../features/bookings/BookingsPage'));
const Calendar = lazyPart(() => import('../features/calendar/CalendarPage'));
const CreateBooking = lazyPart(() => import('../features/create-booking/CreateBookingPage'));
const Phone = lazyPart(() => import('../features/phone/PhonePage'));
const Schedule = lazyPart(() => import('../features/schedule/SchedulePage'));
const Today = lazyPart(() => import('../features/bookings/today/TodayPage'));

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

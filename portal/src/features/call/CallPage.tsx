import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Redirect } from 'wouter';

import { useApi } from '../../shared/api/ApiProvider';
import { useMe } from '../../shared/auth/SessionProvider';
import { useLapsed, withoutWaiting } from '../../shared/bookings/waitingLease';
import { GetHelp } from '../../shared/help/GetHelp';
import { polling } from '../../shared/time/backOff';
import { Loading } from '../../shared/ui/Loading';
import { ProblemAlert } from '../../shared/ui/ProblemAlert';
import { hostSide } from './api/host';
import { signedIn } from './api/member';
import { useTrouble } from './api/useTrouble';
import type { Frame } from './components/frame';
import { HostCall } from './components/HostCall';
import { MemberCall } from './components/MemberCall';
import type {} from './i18n/catalogue';

/** How often one looks who waits, and whether the booking has changed. */
const PERIOD_MS = 4_000;

/** The call of somebody who is signed in. */
export default function CallPage({ bookingId, frame: Frame }: { bookingId: string; frame: Frame }) {
  const api = useApi();
  const queries = useQueryClient();
  const { role } = useMe();
  const host = useMemo(() => hostSide(api, bookingId), [api, bookingId]);
  const member = useMemo(() => signedIn(api, bookingId), [api, bookingId]);
  const key = ['booking', bookingId];
  const booking = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => host.see(signal),
    refetchInterval: polling(PERIOD_MS),
    retry: false,
    refetchIntervalInBackground: true,
  });
  const trouble = useTrouble(booking);
  const isLapsed = useLapsed(booking.dataUpdatedAt, PERIOD_MS);
  if (!booking.data) {
    return (
      <Frame>
        <ProblemAlert error={booking.error} onRetry={() => void booking.refetch()} />
        {booking.isPending && <Loading />}
        {booking.isError && <GetHelp bookingId={bookingId} />}
      </Frame>
    );
  }
  if (role === 'member')
    return (
      <MemberCall
        side={member}
        booking={booking.data}
        error={trouble}
        byLink={false}
        onChange={(changed) => queries.setQueryData(key, changed)}
        frame={Frame}
      />
    );
  if (booking.data.sessionType === 'phone')
    return <Redirect to={`/bookings/${bookingId}/phone`} replace />;
  const known = isLapsed ? withoutWaiting(booking.data) : booking.data;
  return <HostCall side={host} booking={known} error={trouble} frame={Frame} />;
}

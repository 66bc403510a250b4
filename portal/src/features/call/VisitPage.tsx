import { QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';

import { ApiProvider } from '../../shared/api/ApiProvider';
import { ApiError, LINK_LOST } from '../../shared/api/problem';
import { createQueryClient } from '../../shared/api/queryClient';
import type { Booking } from '../../shared/api/types';
import { BookingCalls, byLink as callsByLink } from '../../shared/booking-actions/calls';
import { isAhead } from '../../shared/bookings/allowed';
import { GetHelp } from '../../shared/help/GetHelp';
import { slotsByLink, SlotsOf } from '../../shared/slots/calls';
import { polling } from '../../shared/time/backOff';
import { Loading } from '../../shared/ui/Loading';
import { PageTitle } from '../../shared/ui/PageTitle';
import { ProblemAlert } from '../../shared/ui/ProblemAlert';
import { ReaderZone } from '../../shared/ui/readerZone';
import { byLink, type MemberSide } from './api/member';
import { useTrouble } from './api/useTrouble';
import type { Frame } from './components/frame';
import { MemberCall } from './components/MemberCall';
import type {} from './i18n/catalogue';
import { currentLink, subscribeToLink } from './link/link';
import { linkApi } from './link/linkApi';
import { BrokenLink } from './visit/BrokenLink';
import { MovedDoor } from './visit/MovedDoor';

const KEY = ['visit'];

/** How often one looks whether the session was moved or cancelled while its page is open. */
const PERIOD_MS = 30_000;

/** The page that a member's link leads to: it speaks with the token in the link, and no other. */
export default function VisitPage({ frame: Frame }: { frame: Frame }) {
  const link = useSyncExternalStore(subscribeToLink, currentLink);
  if ('token' in link) return <WithToken key={link.token} token={link.token} frame={Frame} />;
  return (
    <Frame>
      <BrokenLink how={link.broken} />
    </Frame>
  );
}

function WithToken({ token, frame }: { token: string; frame: Frame }) {
  const [queries] = useState(createQueryClient);
  const [api] = useState(() => linkApi(token));
  const [side] = useState(() => byLink(api));
  return (
    <ApiProvider api={api}>
      <BookingCalls value={callsByLink}>
        <SlotsOf value={slotsByLink}>
          <QueryClientProvider client={queries}>
            <Visit side={side} frame={frame} />
          </QueryClientProvider>
        </SlotsOf>
      </BookingCalls>
    </ApiProvider>
  );
}

function Visit({ side, frame: Frame }: { side: MemberSide; frame: Frame }) {
  const { t } = useTranslation('call');
  const queries = useQueryClient();
  const [moved, setMoved] = useState<Booking | null>(null);
  const visit = useQuery<Booking>({
    queryKey: KEY,
    queryFn: ({ signal }) => side.see(signal),
    // A link is void once its session was moved or is over: what was last seen of it stays.
    enabled: ({ state }) => !moved && (!state.data || isAhead(state.data.status)),
    refetchInterval: (query) => {
      const { data, error } = query.state;
      return polling(!data && mayPass(error) ? 0 : PERIOD_MS)(query);
    },
    retry: false,
  });
  const trouble = useTrouble(visit);
  if (moved)
    return (
      <Frame>
        <MovedDoor booking={moved} />
      </Frame>
    );
  if (visit.data) {
    const before = visit.data;
    return (
      <ReaderZone value={visit.data.member.timeZone}>
        <MemberCall
          side={side}
          booking={visit.data}
          error={trouble}
          byLink
          onChange={(booking) => {
            if (booking.startsAt === before.startsAt) queries.setQueryData(KEY, booking);
            else setMoved(booking);
          }}
          frame={Frame}
        />
      </ReaderZone>
    );
  }
  return (
    <Frame>
      <PageTitle>{t('visit.untitled')}</PageTitle>
      <ProblemAlert
        error={trouble}
        onRetry={mayPass(trouble) ? () => void visit.refetch() : undefined}
      />
      {visit.isPending && <Loading />}
      {trouble !== null && trouble !== undefined && <GetHelp />}
    </Frame>
  );
}

/**
 * Whether an answer may come by itself: whoever was told that they ask too often only has to wait, and what
 * takes a link out of requests may be gone with the next network.
 */
function mayPass(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.passing || error.status === 429 || error.code === LINK_LOST;
}

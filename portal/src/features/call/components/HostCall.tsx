import { useMutation } from '@tanstack/react-query';
import { Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

import type { Booking } from '../../../shared/api/types';
import { ring } from '../../../shared/sound/ring';
import { soundIsOn } from '../../../shared/sound/sound';
import { Loading } from '../../../shared/ui/Loading';
import type { HostSide } from '../api/host';
import { useReports } from '../api/useReports';
import { useStay } from '../api/useStay';
import type { Ending } from '../meeting/state';
import type { Frame } from './frame';
import { HostDoor } from './HostDoor';
import { LazyRoom } from './lazyRoom';
import { LeaveDialog } from './LeaveDialog';
import { PhoneDialog } from './PhoneDialog';
import { resumes, setResumes } from './resume';

interface Props {
  side: HostSide;
  booking: Booking;
  frame: Frame;
}

/** A meeting that is gone is replaced by itself, but not again and again. */
const PATIENCE_MS = 10_000;

/** A provider's session: their devices, the meeting, and how they leave it. */
export function HostCall({ side, booking, frame: Frame }: Props) {
  const [, go] = useLocation();
  const { stay, isIn, generation, onPhase, enter, goOut } = useStay();
  const { t } = useTranslation('call');
  const [asks, setAsks] = useState<'leave' | 'phone' | null>(null);
  const [enteredAt, setEnteredAt] = useState(0);
  const { id, member } = booking;
  const waits = booking.session?.memberWaiting === true;
  useEffect(() => {
    if (waits && soundIsOn()) ring();
  }, [waits]);
  // To go to another page is to leave, to reload this one is not.
  useEffect(() => () => setResumes(id, false), [id]);

  const start = useMutation({
    mutationFn: side.start,
    onSuccess: (entrance) => {
      setResumes(id, true);
      setEnteredAt(performance.now());
      enter(entrance);
    },
  });
  const end = useMutation({
    mutationFn: side.end,
    onSuccess: () => {
      setResumes(id, false);
      go('/bookings');
    },
  });
  useReports(
    isIn,
    generation,
    side.report,
    ({ hostPresent }) => hostPresent,
    () => undefined,
  );

  const leave = () => {
    setResumes(id, false);
    void side.report({ state: 'left', generation }).catch(() => undefined);
    goOut('left');
    go('/bookings');
  };
  const afterwards = (ending: Ending) => {
    const isWanted = end.isPending || asks === 'phone';
    if (ending === 'ended' && !isWanted && performance.now() - enteredAt > PATIENCE_MS)
      start.mutate();
  };

  const closeDialog = () => setAsks(null);
  const phoneDialog = asks === 'phone' && (
    <PhoneDialog booking={booking} side={side} onClose={closeDialog} />
  );
  if (stay.where !== 'room') {
    return (
      <Frame>
        {phoneDialog}
        <HostDoor
          booking={booking}
          out={stay.where === 'out' ? stay.why : null}
          resumes={stay.where === 'outside' && resumes(id)}
          start={start}
          onPhone={() => setAsks('phone')}
        />
      </Frame>
    );
  }
  return (
    <>
      <Suspense fallback={<Loading />}>
        <LazyRoom
          key={JSON.stringify(stay.entrance)}
          entrance={stay.entrance}
          other={member.name}
          onPhase={(phase, ending) => {
            onPhase(phase, ending);
            if (ending) afterwards(ending);
          }}
          onLeave={() => setAsks('leave')}
          onPhone={() => setAsks('phone')}
        >
          {waits && <p>{t('door.waits', { name: member.name })}</p>}
        </LazyRoom>
      </Suspense>
      {phoneDialog}
      {asks === 'leave' && (
        <LeaveDialog
          onStay={closeDialog}
          onLeave={leave}
          onPhone={() => setAsks('phone')}
          end={{ run: () => end.mutate(), isPending: end.isPending, error: end.error }}
        />
      )}
    </>
  );
}

import { Suspense, useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import { useLocation } from 'wouter';

import type { Booking } from '../../../shared/api/types';
import { Loading } from '../../../shared/ui/Loading';
import type { HostSide } from '../api/host';
import { useReports } from '../api/useReports';
import { useStay } from '../api/useStay';
import type { Ending } from '../meeting/state';
import type { Frame } from './frame';
import { HostDoor } from './HostDoor';
import { LazyRoom } from './lazyRoom';
import { LeaveDialog } from './LeaveDialog';
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
  const [leaving, setLeaving] = useState(false);
  const [enteredAt, setEnteredAt] = useState(0);
  const { id, member } = booking;

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
    () => undefined,
    () => undefined,
  );

  const leave = () => {
    setResumes(id, false);
    void side.report({ state: 'left', generation }).catch(() => undefined);
    goOut('left');
    go('/bookings');
  };
  const afterwards = (ending: Ending) => {
    if (ending === 'ended' && !end.isPending && performance.now() - enteredAt > PATIENCE_MS)
      start.mutate();
  };

  if (stay.where !== 'room') {
    return (
      <Frame>
        <HostDoor
          booking={booking}
          out={stay.where === 'out' ? stay.why : null}
          resumes={stay.where === 'outside' && resumes(id)}
          start={start}
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
          onLeave={() => setLeaving(true)}
        />
      </Suspense>
      {leaving && (
        <LeaveDialog
          onStay={() => setLeaving(false)}
          onLeave={leave}
          end={{ run: () => end.mutate(), isPending: end.isPending, error: end.error }}
        />
      )}
    </>
  );
}

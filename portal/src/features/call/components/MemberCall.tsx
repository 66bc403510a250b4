import { Suspense, useEffect, useState } from 'react';

import { ApiError } from '../../../shared/api/problem';
import type { Booking } from '../../../shared/api/types';
import { Loading } from '../../../shared/ui/Loading';
import type { MemberAnswer, MemberSide } from '../api/member';
import { useReports } from '../api/useReports';
import { useStay } from '../api/useStay';
import { useWaiting } from '../api/useWaiting';
import { Closing, type Outcome } from './Closing';
import type { Frame } from './frame';
import { LazyRoom } from './lazyRoom';
import { LeaveDialog } from './LeaveDialog';
import { MemberDoor } from '../visit/MemberDoor';
import { resumes, setResumes } from './resume';
import { WaitingRoom } from './WaitingRoom';

interface Props {
  side: MemberSide;
  booking: Booking;
  /** What went wrong when the booking was read the last time. */
  error: unknown;
  byLink: boolean;
  onChange: (booking: Booking) => void;
  frame: Frame;
}

/** A member's session: its door, the waiting room, the meeting when they are let in, and the end. */
export function MemberCall({ side, booking, error, byLink, onChange, frame: Frame }: Props) {
  const { stay, isIn, generation, onPhase, enter, goOut, goBack } = useStay();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [leaving, setLeaving] = useState(false);
  const [wasIn, setWasIn] = useState(false);
  // Nobody comes in by opening the page; who had come in before it was reloaded goes on (S0).
  const [entered, setEntered] = useState(() => resumes(booking.id));
  const asks = entered && outcome === null && stay.where === 'outside';
  const isHere = entered && outcome === null && stay.where !== 'out';
  useEffect(() => setResumes(booking.id, isHere), [booking.id, isHere]);
  // To go to another page is to leave, to reload this one is not.
  useEffect(() => () => setResumes(booking.id, false), [booking.id]);
  const hear = ({ state }: MemberAnswer) => {
    if (state === 'waiting') goBack();
    else if (state !== 'admitted') setOutcome(state);
    return true;
  };
  // A link is void as soon as its session is over.
  const fail = (error: unknown) => {
    if (isVoid(error)) setOutcome('ended');
  };
  useReports(isIn, generation, side.report, hear, fail);

  const { waiting, troubled } = useWaiting(side, asks, (found) => {
    if (found.state === 'admitted') {
      setWasIn(true);
      enter(found);
    } else if (found.state === 'ended' || found.state === 'cancelled' || found.state === 'phone')
      setOutcome(found.state);
    else if (found.state === 'refused' && wasIn && isVoid(found.error)) setOutcome('ended');
  });

  if (!entered)
    return (
      <Frame>
        <MemberDoor
          side={side}
          booking={booking}
          error={error}
          byLink={byLink}
          onEnter={() => setEntered(true)}
          onChange={onChange}
        />
      </Frame>
    );
  if (outcome)
    return (
      <Frame>
        <Closing outcome={outcome} booking={booking} />
      </Frame>
    );
  if (stay.where === 'room') {
    return (
      <>
        <Suspense fallback={<Loading />}>
          <LazyRoom
            key={JSON.stringify(stay.entrance)}
            entrance={stay.entrance}
            other={booking.provider.name}
            onPhase={(phase, ending) => {
              onPhase(phase, ending);
              // Whoever was taken out asks again: the answer says what has happened.
              if (ending === 'ended') goBack();
            }}
            onLeave={() => setLeaving(true)}
          />
        </Suspense>
        {leaving && (
          <LeaveDialog
            onStay={() => setLeaving(false)}
            onLeave={() => {
              setLeaving(false);
              void side.report({ state: 'left', generation }).catch(() => undefined);
              goOut('left');
            }}
          />
        )}
      </>
    );
  }
  return (
    <Frame>
      {stay.where === 'out' ? (
        <Closing outcome={stay.why} booking={booking} onReturn={goBack} />
      ) : (
        <WaitingRoom waiting={waiting} troubled={troubled} booking={booking} wasIn={wasIn} />
      )}
    </Frame>
  );
}

function isVoid(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'link_void';
}

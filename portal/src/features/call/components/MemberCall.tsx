import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ApiError } from '../../../shared/api/problem';
import type { Booking } from '../../../shared/api/types';
import { canCall } from '../../../shared/devices/network';
import type { MemberAnswer, MemberSide } from '../api/member';
import { asksAtDoor, isHere } from '../api/stay';
import { useReports } from '../api/useReports';
import { useStay } from '../api/useStay';
import { useTogether } from '../api/useTogether';
import { useWaiting, type Waiting } from '../api/useWaiting';
import { Closing, type Outcome } from './Closing';
import { Connecting } from './Connecting';
import { Ending } from './Ending';
import type { Frame } from './frame';
import { LazyRoom } from './lazyRoom';
import { LeaveDialog } from './LeaveDialog';
import { RoomFrame } from './RoomFrame';
import { Trouble } from './Trouble';
import { MemberDoor } from '../visit/MemberDoor';
import { resumes, setResumes } from './resume';
import { useHold } from './useHold';
import { useKeptSession } from './useKeptSession';
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
  const { stay, tell, isIn, generation } = useStay();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [draft, setDraft] = useState('');
  const [leaving, setLeaving] = useState(false);
  const [wasIn, setWasIn] = useState(false);
  // The meeting was ended for all: a link that is void from then on is so for that reason.
  const [isOver, setOver] = useState(false);
  // Nobody comes in by opening the page; who had come in before it was reloaded goes on (S0).
  const [entered, setEntered] = useState(() => resumes(booking.id));
  const asks = entered && outcome === null && asksAtDoor(stay);
  const isInside = entered && outcome === null && stay.where !== 'out';
  useEffect(() => setResumes(booking.id, isInside), [booking.id, isInside]);
  useKeptSession(entered && outcome === null && isHere(stay));
  // To go to another page is to leave, to reload this one is not.
  useEffect(() => () => setResumes(booking.id, false), [booking.id]);
  useTogether(booking.id, stay);
  // The meeting shows the provider, so the member stays in, whatever the API reports.
  const isTogether = stay.where === 'in' && stay.withOther;
  const hear = ({ state }: MemberAnswer) => {
    if (state === 'waiting') {
      if (isTogether) return false;
      tell({ what: 'back' });
    } else if (state !== 'admitted') setOutcome(state);
    return true;
  };
  // A link becomes void with its session's end, but also when the member's address is corrected.
  const fail = (error: unknown) => {
    if (isVoid(error) && !isTogether) tell({ what: 'back' });
  };
  useHold(stay.where === 'entering' || stay.where === 'in', () => setLeaving(true));
  const unreported = useReports(isIn, generation, side.report, hear, fail);
  const trouble = [unreported, error].find((each) => each && !isVoid(each));

  const { waiting, troubled } = useWaiting(side, asks, (found) => {
    const isRefused = found.state === 'refused';
    if (!isRefused) setOver(false);
    if (found.state === 'admitted') {
      setWasIn(true);
      tell({ what: 'admitted', entrance: found, canCall: canCall() });
    } else if (found.state === 'ended' || found.state === 'cancelled' || found.state === 'phone')
      setOutcome(found.state);
    else if (isRefused && isOver && isVoid(found.error)) setOutcome('ended');
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
        {outcome === 'ended' ? (
          <Ending booking={booking} byLink={byLink} />
        ) : (
          <Closing outcome={outcome} booking={booking} />
        )}
      </Frame>
    );
  if (stay.where === 'entering' || stay.where === 'in') {
    const again = () => tell({ what: 'again' });
    return (
      <>
        <RoomFrame
          key={stay.turn}
          waiting={<Connecting slow={stay.slow} onAgain={again} />}
          onBroken={() => tell({ what: 'broken' })}
        >
          <LazyRoom
            entrance={stay.entrance}
            other={booking.provider.name}
            draft={draft}
            onDraft={setDraft}
            slow={stay.slow}
            onAgain={again}
            onState={(state) => {
              tell({ what: 'meeting', ...state });
              // Whoever was taken out asks again. The answer says what has happened.
              if (state.ending === 'ended') setOver(true);
              if (state.ending === 'ended' || state.ending === 'removed') tell({ what: 'back' });
            }}
            onLeave={() => setLeaving(true)}
          >
            <Trouble error={trouble} to="member" other={booking.provider.name} />
          </LazyRoom>
        </RoomFrame>
        {leaving && (
          <LeaveDialog
            onStay={() => setLeaving(false)}
            onLeave={() => {
              setLeaving(false);
              void side.report({ state: 'left', generation }).catch(() => undefined);
              tell({ what: 'left' });
            }}
          />
        )}
      </>
    );
  }
  const isShut = waiting.state === 'refused' && isVoid(waiting.error);
  return (
    <Frame>
      {stay.where === 'out' && !isShut ? (
        <>
          <Closing
            outcome={stay.why}
            booking={booking}
            onReturn={stay.why === 'unsupported' ? undefined : () => tell({ what: 'back' })}
          />
          {asksAtDoor(stay) && <Seen waiting={waiting} name={booking.provider.name} />}
        </>
      ) : (
        <WaitingRoom waiting={waiting} troubled={troubled} booking={booking} wasIn={wasIn} />
      )}
    </Frame>
  );
}

/** Tells somebody who can't get in that they are seen all the same. */
function Seen({ waiting, name }: { waiting: Waiting; name: string }) {
  const { t } = useTranslation('call');
  return <p role="status">{waiting.state === 'waiting' ? t('closing.seen', { name }) : ''}</p>;
}

function isVoid(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'link_void';
}

import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

import { useChange } from '../../../shared/api/useChange';
import type { Booking } from '../../../shared/api/types';
import { ring } from '../../../shared/sound/ring';
import { soundIsOn } from '../../../shared/sound/sound';
import { letGo } from '../../../shared/ui/leaving';
import { canCall } from '../../../shared/devices/network';
import type { HostSide } from '../api/host';
import { isHere } from '../api/stay';
import { useReports } from '../api/useReports';
import { useStay } from '../api/useStay';
import { useTogether } from '../api/useTogether';
import type { Ending } from '../meeting/state';
import type { Frame } from './frame';
import { Connecting } from './Connecting';
import { HostDoor } from './HostDoor';
import { LazyRoom } from './lazyRoom';
import { LeaveDialog } from './LeaveDialog';
import { PhoneDialog } from './PhoneDialog';
import { resumes, setResumes } from './resume';
import { RoomFrame } from './RoomFrame';
import { Trouble } from './Trouble';
import { useHold } from './useHold';
import { useKeptSession } from './useKeptSession';

interface Props {
  side: HostSide;
  booking: Booking;
  /** What went wrong when the booking was read the last time. */
  error: unknown;
  frame: Frame;
}

/** A meeting that is gone is replaced by itself, but not again and again. */
const PATIENCE_MS = 10_000;

/** A provider's session: their devices, the meeting, and how they leave it. */
export function HostCall({ side, booking, error, frame: Frame }: Props) {
  const [, go] = useLocation();
  const { stay, tell, isIn, generation } = useStay();
  const { t } = useTranslation('call');
  const [asks, setAsks] = useState<'leave' | 'phone' | null>(null);
  const [draft, setDraft] = useState('');
  const [enteredAt, setEnteredAt] = useState(0);
  const { id, member } = booking;
  const waits = booking.session?.memberWaiting === true;
  useEffect(() => {
    if (waits && soundIsOn()) ring();
  }, [waits]);
  // To go to another page is to leave, to reload this one is not.
  useEffect(() => () => setResumes(id, false), [id]);

  const start = useChange({
    says: null,
    mutationFn: side.start,
    onSuccess: (entrance) => {
      setResumes(id, true);
      setEnteredAt(performance.now());
      tell({ what: 'admitted', entrance, canCall: canCall() });
    },
  });
  const end = useChange({
    // The page that follows says it.
    says: null,
    mutationFn: side.end,
    onSuccess: () => {
      setResumes(id, false);
      letGo();
      go(`/bookings?ended=${id}`);
    },
  });
  useTogether(id, stay);
  // Also while a meeting that is gone is replaced.
  useKeptSession(stay.where !== 'waiting' && isHere(stay));
  useHold(stay.where === 'entering' || stay.where === 'in', () => setAsks('leave'));
  const unreported = useReports(isIn, generation, side.report, ({ hostPresent }) => hostPresent);
  const trouble = <Trouble error={unreported ?? error} to="host" other={member.name} />;

  const leave = () => {
    setResumes(id, false);
    void side.report({ state: 'left', generation }).catch(() => undefined);
    tell({ what: 'left' });
    letGo();
    go('/bookings');
  };
  const afterwards = (ending: Ending) => {
    const isWanted = end.isPending || asks === 'phone';
    const isGone = ending === 'ended' || ending === 'removed';
    if (isGone && !isWanted && performance.now() - enteredAt > PATIENCE_MS) start.mutate();
  };

  const again = () => tell({ what: 'again' });
  const askForPhone = () => setAsks('phone');
  const closeDialog = () => setAsks(null);
  const phoneDialog = asks === 'phone' && (
    <PhoneDialog booking={booking} side={side} onClose={closeDialog} />
  );
  if (stay.where !== 'entering' && stay.where !== 'in') {
    return (
      <Frame>
        {phoneDialog}
        <HostDoor
          booking={booking}
          out={stay.where === 'out' ? stay.why : null}
          resumes={stay.where === 'waiting' && resumes(id)}
          start={start}
          onPhone={askForPhone}
        >
          {trouble}
        </HostDoor>
      </Frame>
    );
  }
  return (
    <>
      <RoomFrame
        key={stay.turn}
        waiting={<Connecting slow={stay.slow} onAgain={again} onPhone={askForPhone} />}
        onBroken={() => tell({ what: 'broken' })}
      >
        <LazyRoom
          entrance={stay.entrance}
          other={member.name}
          draft={draft}
          onDraft={setDraft}
          slow={stay.slow}
          onAgain={again}
          onState={(state) => {
            tell({ what: 'meeting', ...state });
            if (state.ending) afterwards(state.ending);
          }}
          onLeave={() => setAsks('leave')}
          onPhone={askForPhone}
        >
          {waits && <p>{t('door.waits', { name: member.name })}</p>}
          {trouble}
        </LazyRoom>
      </RoomFrame>
      {phoneDialog}
      {asks === 'leave' && (
        <LeaveDialog
          onStay={closeDialog}
          onLeave={leave}
          onPhone={askForPhone}
          end={{ run: () => end.mutate(), isPending: end.isPending, error: end.error }}
        />
      )}
    </>
  );
}

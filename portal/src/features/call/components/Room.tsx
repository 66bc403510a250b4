import { VisuallyHidden } from '@mantine/core';
import {
  useEffect,
  useEffectEvent,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import { useTranslation } from 'react-i18next';

import { lastChoice } from '../../../shared/devices/choice';
import { useDeviceList } from '../../../shared/devices/deviceList';
import { Offers } from '../../../shared/devices/Offers';
import { PageTitle } from '../../../shared/ui/PageTitle';
import type { Entrance } from '../meeting/entrance';
import { Meeting } from '../meeting/Meeting';
import type { MeetingState } from '../meeting/state';
import classes from './Call.module.css';
import { ChatPanel } from './ChatPanel';
import { Controls } from './Controls';
import { DevicesPanel } from './DevicesPanel';
import { Notices } from './Notices';
import { Stage } from './Stage';
import { useAwake } from './useAwake';

interface Props {
  entrance: Entrance;
  /** What the other person is called. */
  other: string;
  /** What is typed in the chat and not sent yet. It outlives the room. */
  draft: string;
  onDraft: (words: string) => void;
  /** The connection takes so long that a next step is due. */
  slow: boolean;
  onState: (state: Pick<MeetingState, 'phase' | 'ending' | 'otherPresent'>) => void;
  /** Connects anew. */
  onAgain: () => void;
  onLeave: () => void;
  /** Goes on by telephone; only the provider can. */
  onPhone?: () => void;
  /** What the page itself has to say. */
  children?: ReactNode;
}

/** The meeting: both pictures, what is written, and what one can do. Going away is leaving. */
export default function Room({
  entrance,
  other,
  draft,
  onDraft,
  slow,
  onState,
  onAgain,
  onLeave,
  onPhone,
  children,
}: Props) {
  const { t } = useTranslation('call');
  const [meeting] = useState(() => new Meeting(entrance, lastChoice()));
  const state = useSyncExternalStore(meeting.subscribe, meeting.state);
  const [panel, setPanel] = useState<'chat' | 'devices' | null>(null);
  const [read, setRead] = useState(0);
  const sound = useRef<HTMLAudioElement>(null);
  const { phase, ending, otherPresent, chat } = state;
  const devices = useDeviceList((now) => meeting.media.devicesChanged(now));
  useAwake();

  useEffect(() => {
    if (sound.current) void meeting.join(sound.current);
    return () => meeting.leave();
  }, [meeting]);
  const tell = useEffectEvent(onState);
  useEffect(() => tell({ phase, ending, otherPresent }), [phase, ending, otherPresent]);

  const toggle = (wanted: 'chat' | 'devices') => {
    setRead(chat.length);
    setPanel(panel === wanted ? null : wanted);
  };
  const unread = panel === 'chat' ? 0 : chat.slice(read).filter(({ mine }) => !mine).length;
  return (
    <main className={classes.room}>
      <VisuallyHidden>
        <PageTitle>{t('room.title', { name: other })}</PageTitle>
      </VisuallyHidden>
      <audio ref={sound} aria-label={t('room.sound')} />
      <Notices state={state} meeting={meeting} slow={slow} onAgain={onAgain} onPhone={onPhone}>
        <Offers
          offers={devices.offers}
          onUse={(offer) => {
            devices.dismiss(offer);
            meeting.media.use(offer.change);
          }}
          onDismiss={devices.dismiss}
        />
        {children}
      </Notices>
      <div className={classes.middle}>
        <Stage state={state} meeting={meeting} other={other} />
        {panel === 'chat' && (
          <ChatPanel
            state={state}
            meeting={meeting}
            other={other}
            draft={draft}
            onDraft={onDraft}
          />
        )}
        {panel === 'devices' && <DevicesPanel meeting={meeting} all={devices.all} />}
      </div>
      <Controls
        state={state}
        meeting={meeting}
        panel={panel}
        unread={unread}
        onPanel={toggle}
        onLeave={onLeave}
      />
    </main>
  );
}

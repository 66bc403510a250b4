import { useTranslation } from 'react-i18next';

import type { Meeting } from '../meeting/Meeting';
import type { MeetingState } from '../meeting/state';
import classes from './Controls.module.css';
import { Clock } from './Clock';
import { Icon, type IconName } from './Icon';

interface Props {
  state: MeetingState;
  meeting: Meeting;
  panel: 'chat' | 'devices' | null;
  unread: number;
  onPanel: (panel: 'chat' | 'devices') => void;
  onLeave: () => void;
}

/** Screens can't be shared from most telephones. */
const CAN_SHARE = 'getDisplayMedia' in ((navigator.mediaDevices as object | undefined) ?? {});

/** What one can do in the meeting. */
export function Controls({ state, meeting, panel, unread, onPanel, onLeave }: Props) {
  const { t } = useTranslation('call');
  const { muted, camera, sharing, soundOnly, phase } = state;
  const { media } = meeting;
  const quality = qualityOf(state);
  return (
    <div className={classes.controls}>
      <div className={classes.facts}>
        <Clock runs={phase === 'in' || phase === 'reconnecting'} />
        <span className={classes.quality} data-quality={quality}>
          {t(`quality.${quality}`)}
        </span>
      </div>
      <div className={classes.buttons} role="group" aria-label={t('control.label')}>
        <Control
          icon={muted ? 'muted' : 'microphone'}
          label={t(muted ? 'control.unmute' : 'control.mute')}
          onClick={() => media.mute(!muted)}
        />
        <Control
          icon={camera ? 'camera' : 'noCamera'}
          label={t(camera ? 'control.cameraOff' : 'control.cameraOn')}
          disabled={soundOnly}
          onClick={() => media.camera(!camera)}
        />
        {CAN_SHARE && (
          <Control
            icon="screen"
            label={t(sharing ? 'control.unshare' : 'control.share')}
            disabled={phase !== 'in'}
            onClick={() => void media.share(!sharing)}
          />
        )}
        <Control
          icon="chat"
          label={t('control.chat')}
          pressed={panel === 'chat'}
          note={unread > 0 ? t('control.unread', { count: unread }) : undefined}
          onClick={() => onPanel('chat')}
        />
        <Control
          icon="devices"
          label={t('control.devices')}
          pressed={panel === 'devices'}
          onClick={() => onPanel('devices')}
        />
        <Control
          icon="sound"
          label={t(soundOnly ? 'control.pictures' : 'control.soundOnly')}
          onClick={() => media.soundOnly(!soundOnly)}
        />
        <Control icon="leave" label={t('control.leave')} onClick={onLeave} />
      </div>
    </div>
  );
}

/** How the call does for this person: a good line is worth nothing while nobody hears them. */
function qualityOf({ phase, poor, muted, microphoneFault }: MeetingState) {
  if (phase === 'connecting') return 'connecting';
  if (phase !== 'in') return 'lost';
  if (microphoneFault && !muted) return 'unheard';
  return poor ? 'poor' : 'good';
}

interface ControlProps {
  icon: IconName;
  label: string;
  onClick: () => void;
  pressed?: boolean;
  disabled?: boolean;
  note?: string | undefined;
}

function Control({ icon, label, onClick, pressed, disabled = false, note }: ControlProps) {
  return (
    <button
      type="button"
      className={classes.control}
      data-leave={icon === 'leave' || undefined}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
      <span>{label}</span>
      {note !== undefined && <span className={classes.note}>{note}</span>}
    </button>
  );
}

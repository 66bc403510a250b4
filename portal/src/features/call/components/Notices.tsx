import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { useSessionState } from '../../../shared/auth/SessionProvider';
import type { Meeting } from '../meeting/Meeting';
import type { MeetingState } from '../meeting/state';
import classes from './Call.module.css';
import { Connecting } from './Connecting';
import { InputNotices } from './InputNotices';

interface Props {
  state: MeetingState;
  meeting: Meeting;
  slow: boolean;
  onAgain: () => void;
  onPhone: (() => void) | undefined;
  children?: ReactNode;
}

/** What one should know or could do about it at the moment, read out as it changes. */
export function Notices({ state, meeting, slow, onAgain, onPhone, children }: Props) {
  const { t } = useTranslation('call');
  const { phase, poor, soundOnly, silenced, sharing } = state;
  const session = useSessionState();
  const { media } = meeting;
  return (
    <div className={classes.notices} role="status">
      {phase !== 'in' && (
        <Connecting
          slow={slow}
          lost={phase === 'reconnecting'}
          onAgain={onAgain}
          onPhone={onPhone}
        />
      )}
      {silenced && (
        <p>
          {t('notice.silenced')}{' '}
          <Button size="xs" onClick={() => void media.play()}>
            {t('notice.play')}
          </Button>
        </p>
      )}
      {poor && !soundOnly && (
        <p>
          {t('notice.poor')}{' '}
          <Button size="xs" onClick={() => media.soundOnly(true)}>
            {t('control.soundOnly')}
          </Button>{' '}
          {onPhone && (
            <Button size="xs" variant="default" onClick={onPhone}>
              {t('phone.switch')}
            </Button>
          )}
        </p>
      )}
      {soundOnly && <p>{t('notice.soundOnly')}</p>}
      {sharing && <p>{t('notice.sharing')}</p>}
      {session.status === 'in' && session.leaving && <p>{t('notice.leaving')}</p>}
      <InputNotices state={state} meeting={meeting} />
      {children}
    </div>
  );
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { lastChoice } from '../../../shared/devices/choice';
import { Choosers } from '../../../shared/devices/Choosers';
import type { Meeting } from '../meeting/Meeting';
import classes from './Panel.module.css';

interface Props {
  meeting: Meeting;
  all: MediaDeviceInfo[];
}

/** Changes camera, microphone or speaker while one is in the meeting. */
export function DevicesPanel({ meeting, all }: Props) {
  const { t } = useTranslation('call');
  const [choice, setChoice] = useState(lastChoice);
  return (
    <section className={classes.panel} aria-label={t('control.devices')}>
      <h2>{t('control.devices')}</h2>
      <Choosers
        all={all}
        choice={choice}
        onChange={(change) => {
          setChoice({ ...choice, ...change });
          meeting.media.use(change);
        }}
      />
    </section>
  );
}

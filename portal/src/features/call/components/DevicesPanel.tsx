import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { lastChoice } from '../../../shared/devices/choice';
import type { Meeting } from '../meeting/Meeting';
import classes from './Call.module.css';
import { Choosers } from '../../../shared/devices/Choosers';

/** Changes camera, microphone or speaker while one is in the meeting. */
export function DevicesPanel({ meeting }: { meeting: Meeting }) {
  const { t } = useTranslation('call');
  const [all, setAll] = useState<MediaDeviceInfo[]>([]);
  const [choice, setChoice] = useState(lastChoice);
  useEffect(() => {
    const look = () =>
      void navigator.mediaDevices
        .enumerateDevices()
        .then((found) => setAll(found.filter(({ deviceId }) => deviceId !== '')));
    look();
    navigator.mediaDevices.addEventListener('devicechange', look);
    return () => navigator.mediaDevices.removeEventListener('devicechange', look);
  }, []);
  return (
    <section className={classes.panel} aria-label={t('control.devices')}>
      <h2>{t('control.devices')}</h2>
      <Choosers
        all={all}
        choice={choice}
        onChange={(change) => {
          setChoice({ ...choice, ...change });
          for (const kind of ['camera', 'microphone', 'speaker'] as const)
            if (change[kind] !== undefined) void meeting.media.change(kind, change[kind]);
        }}
      />
    </section>
  );
}

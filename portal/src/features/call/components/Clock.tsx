import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { clock } from '../../../shared/time/format';
import classes from './Controls.module.css';

/** How long one has been in the meeting, by a clock that nobody sets. */
export function Clock({ runs }: { runs: boolean }) {
  const { t } = useTranslation('call');
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    if (!runs) return;
    const since = performance.now();
    const timer = setInterval(() => setSeconds((performance.now() - since) / 1000), 1000);
    return () => clearInterval(timer);
  }, [runs]);
  return (
    <span role="timer" aria-label={t('room.clock')} className={classes.clock}>
      {clock(seconds)}
    </span>
  );
}

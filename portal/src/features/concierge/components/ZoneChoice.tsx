import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { allZones } from '../../../shared/time/zones';
import type {} from '../i18n/catalogue';
import { chooseZone, useDeskZone } from '../zone';
import classes from './Console.module.css';

/** The zone in which the console shows times. */
export function ZoneChoice() {
  const { t } = useTranslation('concierge');
  const zone = useDeskZone();
  return (
    <NativeSelect
      label={t('zone')}
      className={classes.field}
      value={zone}
      onChange={(event) => chooseZone(event.currentTarget.value)}
      data={allZones(zone)}
    />
  );
}

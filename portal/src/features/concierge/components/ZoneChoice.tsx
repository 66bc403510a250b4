import { useTranslation } from 'react-i18next';

import { ZoneField } from '../../../shared/zone-field/ZoneField';
import type {} from '../i18n/catalogue';
import { chooseZone, useDeskZone } from '../zone';
import classes from './Console.module.css';

/** The zone in which the console shows times. */
export function ZoneChoice() {
  const { t } = useTranslation('concierge');
  return (
    <ZoneField
      label={t('zone')}
      className={classes.field}
      value={useDeskZone()}
      onChange={chooseZone}
    />
  );
}

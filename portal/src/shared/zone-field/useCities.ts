import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { serverNow, useNow } from '../time/now';
import { allCities, cityOf, offsetName, type City, type CityNames } from './cities';
import type {} from './i18n/catalogue';

const HOUR_MS = 3600_000;

/** The cities to choose from, with their offsets now; none as long as they are not wanted. */
export function useCities(isWanted: boolean): City[] {
  const { i18n } = useTranslation('zone-field');
  const names = useNames();
  // Clocks are changed on the hour.
  const hour = Math.floor(useNow(60_000) / HOUR_MS) * HOUR_MS;
  return useMemo(
    () => (isWanted ? allCities(names, i18n.language, hour) : []),
    [isWanted, names, i18n.language, hour],
  );
}

/** What a zone is called: `Ho Chi Minh City, Vietnam (GMT+7)`. */
export function useCityLabel(): (zone: string) => string {
  const { t, i18n } = useTranslation('zone-field');
  const names = useNames();
  return useCallback(
    (zone) => {
      const { name: city, country, offset } = cityOf(zone, names, i18n.language, serverNow());
      // Where city and country have one name, it is said once.
      const place = country === '' || country === city ? city : t('place', { city, country });
      return t('label', { place, offset: offsetName(offset) });
    },
    [names, i18n.language, t],
  );
}

function useNames(): CityNames {
  const { t } = useTranslation('zone-field');
  return useMemo(
    () => ({
      cities: t('cities', { returnObjects: true }),
      also: t('also', { returnObjects: true }),
    }),
    [t],
  );
}

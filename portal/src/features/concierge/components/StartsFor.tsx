import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Person } from '../../../shared/api/types';
import { dateAndTime, zoneName } from '../../../shared/time/format';

interface Props {
  startsAt: string;
  people: Person[];
}

/** What a start is on the clock of each of those concerned. */
export function StartsFor({ startsAt, people }: Props) {
  const { t, i18n } = useTranslation('concierge');
  return (
    <div role="status">
      {startsAt !== '' &&
        people.map(({ id, name, timeZone }) => (
          <Text key={id}>
            {t('book.for', {
              name,
              at: dateAndTime(startsAt, timeZone, i18n.language),
              zone: zoneName(timeZone, i18n.language, startsAt),
            })}
          </Text>
        ))}
    </div>
  );
}

import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../../../shared/api/types';
import { dateAndTime, longDate, time, timeRange, zoneName } from '../../../shared/time/format';

/** When a session is, on the member's clock and, if it differs, on the provider's. */
export function When({ booking }: { booking: Booking }) {
  const { t, i18n } = useTranslation('call');
  const { startsAt, endsAt, member, provider } = booking;
  const [mine, theirs] = [member.timeZone, provider.timeZone];
  const isSame =
    dateAndTime(startsAt, mine, i18n.language) === dateAndTime(startsAt, theirs, i18n.language);
  return (
    <>
      <Text fw={600}>
        {longDate(startsAt, mine, i18n.language)},{' '}
        {timeRange(startsAt, endsAt, mine, i18n.language)}
      </Text>
      <Text size="sm" c="dimmed">
        {t('visit.yourTime', { zone: zoneName(mine, i18n.language, startsAt) })}
      </Text>
      {!isSame && (
        <Text size="sm" c="dimmed">
          {t('visit.theirTime', {
            name: provider.name,
            from: dateAndTime(startsAt, theirs, i18n.language),
            to: time(endsAt, theirs, i18n.language),
            zone: zoneName(theirs, i18n.language, startsAt),
          })}
        </Text>
      )}
    </>
  );
}

import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../../../shared/api/types';
import { dateAndTime, zoneName } from '../../../shared/time/format';

interface Props {
  member: Booking['member'];
  /** An instant. */
  at: string;
  /** The provider's zone. */
  zone: string;
}

/** An instant on the member's clock, if that is another one than the provider's. */
export function ForMember({ member: { timeZone }, at, zone }: Props) {
  const { t, i18n } = useTranslation('bookings');
  if (timeZone === zone) return null;
  return (
    <Text size="sm" c="dimmed">
      {t('card.forMember', {
        at: dateAndTime(at, timeZone, i18n.language),
        zone: zoneName(timeZone, i18n.language, at),
      })}
    </Text>
  );
}

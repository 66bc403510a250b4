import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../../../shared/api/types';
import { useMyZone } from '../../../shared/me/useProfile';
import { dateAndTime } from '../../../shared/time/format';

/** When the two meet next, or may. */
export function NextWith({ booking }: { booking: Booking }) {
  const { t, i18n } = useTranslation('bookings');
  const zone = useMyZone();
  const { status, startsAt, member } = booking;
  return (
    <Text mt="md" fw={600}>
      {t(status === 'pending' ? 'ended.proposed' : 'ended.booked', {
        name: member.name,
        at: dateAndTime(startsAt, zone, i18n.language),
      })}
    </Text>
  );
}

import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../../../shared/api/types';
import { zoneName } from '../../../shared/time/format';
import { useNow } from '../../../shared/time/now';
import { useDeskZone } from '../zone';
import { BookingRow } from './BookingRow';
import classes from './Console.module.css';

/** The sessions of somebody who was deactivated, to be cancelled one by one. */
export function StillBooked({ name, bookings }: { name: string; bookings: Booking[] }) {
  const { t, i18n } = useTranslation(['concierge', 'common']);
  const zone = useDeskZone();
  const now = useNow(60_000);
  if (bookings.length === 0) return <Text size="sm">{t('account.noneBooked', { name })}</Text>;
  return (
    <>
      <Text size="sm">{t('account.booked', { count: bookings.length, name })}</Text>
      <Text size="sm" c="dimmed" mb="xs">
        {t('common:slots.zone', { zone: zoneName(zone, i18n.language, now) })}
      </Text>
      <ul className={classes.list}>
        {bookings.map((booking) => (
          <BookingRow key={booking.id} booking={booking} zone={zone} />
        ))}
      </ul>
    </>
  );
}

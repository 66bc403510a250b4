import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { longDate } from '../../../shared/time/format';
import { startOfDay } from '../../../shared/time/local';
import { BookingRow } from './BookingRow';
import classes from './Console.module.css';
import type { WeekDay } from './weekOf';

interface Props {
  days: WeekDay[];
  zone: string;
}

/** A provider's week by day: when they can be booked, and what is booked. */
export function Week({ days, zone }: Props) {
  const { t, i18n } = useTranslation('concierge');
  return days.map(({ date, windows, isSpecial, bookings }) => (
    <section key={date} aria-labelledby={`day-${date}`} className={classes.section}>
      <h2 id={`day-${date}`}>{longDate(startOfDay(date, zone), zone, i18n.language)}</h2>
      <Text size="sm" c="dimmed" mb="xs">
        {windows.length === 0
          ? t('week.closed')
          : t('week.open', {
              hours: windows.map(({ from, to }) => `${from} – ${to}`).join(', '),
            })}
        {isSpecial && ` ${t('week.special')}`}
      </Text>
      {bookings.length === 0 ? (
        <Text>{t('week.none')}</Text>
      ) : (
        <ul className={classes.list}>
          {bookings.map((booking) => (
            <BookingRow key={booking.id} booking={booking} zone={zone} />
          ))}
        </ul>
      )}
    </section>
  ));
}

import { Button, Text, Title } from '@mantine/core';
import IconCalendar from '@tabler/icons-react/icons/IconCalendar';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Booking } from '../../../shared/api/types';
import { isoDate, longDate } from '../../../shared/time/format';
import { addDays, startOfDay } from '../../../shared/time/local';
import { useNow } from '../../../shared/time/now';
import { Empty } from '../../../shared/ui/Empty';
import { useFoundBookings } from '../api/useFoundBookings';
import { BOOK } from '../paths';
import { useDeskZone } from '../zone';
import { PLACES, placeOf, type Place } from './board';
import { BookingRow } from './BookingRow';
import classes from './Console.module.css';
import { Section } from './Section';

/** As many as one answer can have. */
const MANY = 100;

/** The sessions of today by where they stand, always fresh: who waits, who is late, who is in, what comes. */
export function TodayBoard() {
  const { t, i18n } = useTranslation(['concierge', 'common']);
  const zone = useDeskZone();
  const now = useNow(10_000);
  const date = isoDate(now, zone);
  const day = { from: startOfDay(date, zone), to: startOfDay(addDays(date, 1), zone) };
  const found = useFoundBookings(day, MANY);
  return (
    <Section title={t('board.title', { day: longDate(now, zone, i18n.language) })} read={found}>
      {(bookings) =>
        !found.hasNextPage && bookings.every((booking) => placeOf(booking, now) === null) ? (
          <Empty icon={IconCalendar} title={t('board.empty')} text={t('board.emptyText')}>
            <Button component={Link} href={BOOK} variant="default">
              {t('book.title')}
            </Button>
          </Empty>
        ) : (
          <div className={classes.board}>
            {PLACES.map((place) => (
              <Column
                key={place}
                place={place}
                bookings={bookings.filter((booking) => placeOf(booking, now) === place)}
                zone={zone}
              />
            ))}
            {found.hasNextPage && (
              <Button
                variant="default"
                loading={found.isFetchingNextPage}
                onClick={() => void found.fetchNextPage()}
              >
                {t('common:action.more')}
              </Button>
            )}
          </div>
        )
      }
    </Section>
  );
}

interface Props {
  place: Place;
  bookings: Booking[];
  zone: string;
}

function Column({ place, bookings, zone }: Props) {
  const { t } = useTranslation('concierge');
  const heading = useId();
  return (
    <section
      aria-labelledby={heading}
      className={classes.place}
      data-place={bookings.length > 0 ? place : undefined}
    >
      <Title order={3} id={heading} className={classes.count}>
        {t(`board.place.${place}`)} <span>{bookings.length}</span>
      </Title>
      {bookings.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('board.none')}
        </Text>
      ) : (
        <ul className={classes.list}>
          {bookings.map((booking) => (
            <BookingRow key={booking.id} booking={booking} zone={zone} />
          ))}
        </ul>
      )}
    </section>
  );
}

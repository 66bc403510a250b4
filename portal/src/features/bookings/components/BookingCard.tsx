import { Paper, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../../../shared/api/types';
import { BookingHead } from '../../../shared/bookings/BookingHead';
import { useReasonWords } from '../../../shared/bookings/useReasonWords';
import { dateAndTime, timeToGo, zoneName } from '../../../shared/time/format';
import { useNow } from '../../../shared/time/now';
import { BookingActions } from './BookingActions';
import classes from './Bookings.module.css';
import type { Choice } from './choices';

interface Props {
  booking: Booking;
  /** The provider's zone. */
  zone: string;
  onChoose: (choice: Choice) => void;
}

/** A booking: with whom, when, what it is, who waits, and what can be done. */
export function BookingCard({ booking, zone, onChoose }: Props) {
  const { t, i18n } = useTranslation('bookings');
  const { member, startsAt, session } = booking;
  const heading = `booking-${booking.id}`;
  const isWaiting = session?.memberWaiting === true;
  return (
    <Paper
      component="article"
      aria-labelledby={heading}
      withBorder
      p="md"
      className={isWaiting ? classes.waiting : classes.card}
    >
      <BookingHead id={heading} name={member.name} booking={booking} zone={zone} />
      {member.timeZone !== zone && (
        <Text size="sm" c="dimmed">
          {t('card.forMember', {
            at: dateAndTime(startsAt, member.timeZone, i18n.language),
            zone: zoneName(member.timeZone, i18n.language, startsAt),
          })}
        </Text>
      )}
      <News booking={booking} zone={zone} />
      {booking.comment && (
        <Text mt="xs" className={classes.comment}>
          {booking.comment}
        </Text>
      )}
      <BookingActions booking={booking} zone={zone} onChoose={onChoose} />
    </Paper>
  );
}

/** What goes on: how long to go, who waits, until when it can be accepted, why it was cancelled. */
function News({ booking, zone }: Omit<Props, 'onChoose'>) {
  const { t, i18n } = useTranslation(['bookings', 'common']);
  const now = useNow(10_000);
  const words = useReasonWords();
  const { status, session, startsAt, acceptBy, cancellation } = booking;
  const isAhead = status === 'confirmed' || status === 'pending';
  return (
    <>
      {isAhead && (
        <Text mt="xs" fw={500}>
          {t('card.starts', { when: timeToGo(startsAt, now, i18n.language) })}
        </Text>
      )}
      {status === 'pending' && acceptBy && (
        <Text mt="xs">
          {t('card.acceptBy', { at: dateAndTime(acceptBy, zone, i18n.language) })}
        </Text>
      )}
      {session?.memberWaiting && (
        <Text mt="xs" fw={700} className={classes.waits}>
          {t('waiting.now', { name: booking.member.name })}
        </Text>
      )}
      {status === 'ongoing' && (
        <Text mt="xs">{t(session?.hostPresent ? 'card.youAreIn' : 'card.youAreOut')}</Text>
      )}
      {cancellation && (
        <Text mt="xs">
          {t(cancellation.late ? 'card.cancelledLate' : 'card.cancelled', {
            who: t(`common:role.${cancellation.by.role}`),
            reason: words(cancellation.reason),
          })}
        </Text>
      )}
    </>
  );
}

import { Badge, Group, Paper, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../../../shared/api/types';
import { StatusBadge } from '../../../shared/bookings/StatusBadge';
import {
  dateAndTime,
  longDate,
  minutes,
  timeRange,
  timeToGo,
  zoneName,
} from '../../../shared/time/format';
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
  const { t, i18n } = useTranslation(['bookings', 'common']);
  const { member, startsAt, endsAt, sessionType, session } = booking;
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
      <div className={classes.row}>
        <Title order={2} id={heading} className={classes.name}>
          {member.name}
        </Title>
        <Group gap="xs">
          <Badge variant="light" color={sessionType === 'phone' ? 'blue' : 'teal'}>
            {t(`common:sessionType.${sessionType}`)}
          </Badge>
          <StatusBadge booking={booking} />
        </Group>
      </div>
      <Text fw={600}>{longDate(startsAt, zone, i18n.language)}</Text>
      <Text>
        {timeRange(startsAt, endsAt, zone, i18n.language)} ·{' '}
        {minutes(booking.durationMinutes, i18n.language)}
      </Text>
      <Text size="sm" c="dimmed">
        {zoneName(zone, i18n.language, startsAt)}
      </Text>
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
            who: t(`common:role.${cancellation.by.role as 'member'}`),
            reason: cancellation.reason,
          })}
        </Text>
      )}
    </>
  );
}

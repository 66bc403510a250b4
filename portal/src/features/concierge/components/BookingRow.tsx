import { Badge, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Booking } from '../../../shared/api/types';
import { StatusBadge } from '../../../shared/bookings/StatusBadge';
import { dateAndTime, minutes } from '../../../shared/time/format';
import { bookingPath } from '../paths';
import classes from './Console.module.css';

interface Props {
  booking: Booking;
  zone: string;
  /** What there is to say of it besides, below the rest. */
  children?: ReactNode;
}

/** A booking in a list: who, when, what it is, and the way to it. */
export function BookingRow({ booking, zone, children }: Props) {
  const { t, i18n } = useTranslation(['concierge', 'common']);
  const { id, member, provider, startsAt, durationMinutes, sessionType, session } = booking;
  return (
    <li className={classes.item}>
      <div>
        <Link href={bookingPath(id)} className={classes.link}>
          {t('row.pair', { member: member.name, provider: provider.name })}
        </Link>
        <Text size="sm">
          {dateAndTime(startsAt, zone, i18n.language)} · {minutes(durationMinutes, i18n.language)}
        </Text>
      </div>
      <Group gap="xs">
        {session?.memberWaiting && (
          <Badge variant="light" color="yellow">
            {t('row.waiting')}
          </Badge>
        )}
        <Badge variant="light" color={sessionType === 'phone' ? 'blue' : 'teal'}>
          {t(`common:sessionType.${sessionType}`)}
        </Badge>
        <StatusBadge booking={booking} />
      </Group>
      {children}
    </li>
  );
}

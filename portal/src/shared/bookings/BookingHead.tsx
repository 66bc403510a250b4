import { Badge, Group, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../api/types';
import { longDate, minutes, timeRange, zoneName } from '../time/format';
import classes from './BookingHead.module.css';
import { StatusBadge } from './StatusBadge';

interface Props {
  /** The heading's id. */
  id: string;
  /** Of whom on the other side. */
  name: string;
  booking: Booking;
  /** The reader's zone. */
  zone: string;
}

/** The head of a booking's card: with whom, how, what has become of it, and when. */
export function BookingHead({ id, name, booking, zone }: Props) {
  const { t, i18n } = useTranslation('common');
  const { startsAt, endsAt, sessionType, durationMinutes } = booking;
  return (
    <>
      <div className={classes.row}>
        <Title order={2} id={id} className={classes.name}>
          {name}
        </Title>
        <Group gap="xs">
          <Badge variant="light" color={sessionType === 'phone' ? 'blue' : 'teal'}>
            {t(`sessionType.${sessionType}`)}
          </Badge>
          <StatusBadge booking={booking} />
        </Group>
      </div>
      <Text fw={600}>{longDate(startsAt, zone, i18n.language)}</Text>
      <Text>
        {timeRange(startsAt, endsAt, zone, i18n.language)} ·{' '}
        {minutes(durationMinutes, i18n.language)}
      </Text>
      <Text size="sm" c="dimmed">
        {zoneName(zone, i18n.language, startsAt)}
      </Text>
    </>
  );
}

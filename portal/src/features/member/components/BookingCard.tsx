import { Badge, Button, Group, Paper, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Booking, View } from '../../../shared/api/types';
import { isAllowed } from '../../../shared/bookings/allowed';
import { StatusBadge } from '../../../shared/bookings/StatusBadge';
import { longDate, minutes, timeRange, zoneName } from '../../../shared/time/format';
import { useNow } from '../../../shared/time/now';
import { OFFERED, type Choice } from './choices';
import classes from './Member.module.css';
import { News } from './News';
import { NextStep } from './NextStep';

interface Props {
  view: View;
  booking: Booking;
  /** The member's zone. */
  zone: string;
  onChoose: (choice: Choice) => void;
}

/** A booking: with whom, when, how, what to do next, and what can be done. */
export function BookingCard({ view, booking, zone, onChoose }: Props) {
  const { t, i18n } = useTranslation(['member', 'common']);
  const now = useNow(5_000);
  const { provider, startsAt, endsAt, sessionType, actions } = booking;
  const heading = `booking-${booking.id}`;
  const offered = OFFERED[view].filter((choice) => isAllowed(actions[choice], now));
  return (
    <Paper component="article" aria-labelledby={heading} withBorder p="md" className={classes.card}>
      <div className={classes.row}>
        <Title order={2} id={heading} className={classes.name}>
          {provider.name}
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
      <News booking={booking} zone={zone} />
      {booking.comment && (
        <Text mt="xs" className={classes.comment}>
          {t('card.comment', { words: booking.comment })}
        </Text>
      )}
      {view === 'upcoming' && <NextStep booking={booking} zone={zone} />}
      {view === 'past' && (
        <Button component={Link} href={`/book/${provider.id}`} variant="default" mt="md">
          {t('card.bookAgain', { name: provider.name })}
        </Button>
      )}
      {offered.length > 0 && (
        <Group mt="md" gap="sm">
          {offered.map((choice) => (
            <Button
              key={choice}
              variant={choice === 'accept' ? 'filled' : 'default'}
              onClick={() => onChoose(choice)}
            >
              {t(`action.${choice}`)}
            </Button>
          ))}
        </Group>
      )}
    </Paper>
  );
}

import { Button, Group, Paper, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Booking, View } from '../../../shared/api/types';
import { isAllowed } from '../../../shared/bookings/allowed';
import { BookingHead } from '../../../shared/bookings/BookingHead';
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
  const { t } = useTranslation('member');
  const now = useNow(5_000);
  const { provider, actions } = booking;
  const heading = `booking-${booking.id}`;
  const offered = OFFERED[view].filter((choice) => isAllowed(actions[choice], now));
  return (
    <Paper component="article" aria-labelledby={heading} withBorder p="md" className={classes.card}>
      <BookingHead id={heading} name={provider.name} booking={booking} zone={zone} />
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

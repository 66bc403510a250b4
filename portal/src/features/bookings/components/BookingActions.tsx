import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../../../shared/api/types';
import { isOffered, opensAt } from '../../../shared/bookings/allowed';
import { dateAndTime } from '../../../shared/time/format';
import { useNow } from '../../../shared/time/now';
import { CHOICES, type Choice } from './choices';
import { StartButton } from './StartButton';

interface Props {
  booking: Booking;
  zone: string;
  /** Whether the row of the booking has the way in. */
  hasStart: boolean;
  onChoose: (choice: Choice) => void;
}

/** What the provider may do with a booking now. What can't be done is not offered. */
export function BookingActions({ booking, zone, hasStart, onChoose }: Props) {
  const { t, i18n } = useTranslation('bookings');
  const now = useNow(5_000);
  const offered = CHOICES.filter((choice) => isOffered(booking, choice, now));
  const from = booking.sessionType === 'video' ? opensAt(booking.actions.start, now) : null;
  return (
    <>
      {from && (
        <Text mt="xs" size="sm">
          {t('card.startFrom', { at: dateAndTime(from, zone, i18n.language) })}
        </Text>
      )}
      <Group mt="md" gap="sm">
        {!hasStart && <StartButton booking={booking} />}
        {offered.map((choice) => (
          <Button key={choice} variant="default" onClick={() => onChoose(choice)}>
            {t(`action.${choice}`)}
          </Button>
        ))}
      </Group>
    </>
  );
}

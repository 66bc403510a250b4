import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../../../shared/api/types';
import CancelDialog from '../../../shared/booking-actions/CancelDialog';
import RescheduleDialog from '../../../shared/booking-actions/RescheduleDialog';
import { isOffered, opensAt } from '../../../shared/bookings/allowed';
import { dateAndTime } from '../../../shared/time/format';
import { useNow } from '../../../shared/time/now';
import { useDeskZone } from '../zone';
import { NoShowDialog } from './NoShowDialog';

const CHOICES = ['reschedule', 'cancel', 'noShow'] as const;

type Choice = (typeof CHOICES)[number];

/** What the concierge may do with a booking now, and what has to wait. */
export function BookingActions({ booking }: { booking: Booking }) {
  const { t, i18n } = useTranslation('concierge');
  const zone = useDeskZone();
  const now = useNow(5_000);
  // The booking as it was when the dialog was opened: it may change under one's hands.
  const [open, setOpen] = useState<{ choice: Choice; booking: Booking } | null>(null);
  const close = () => setOpen(null);
  const offered = CHOICES.filter((choice) => isOffered(booking, choice, now));
  const { noShow } = booking.actions;
  const noShowFrom = opensAt(noShow, now);
  const hasCome = noShow?.why === 'member_attended';
  return (
    <>
      <Group gap="sm">
        {offered.map((choice) => (
          <Button key={choice} variant="default" onClick={() => setOpen({ choice, booking })}>
            {t(`booking.action.${choice}`)}
          </Button>
        ))}
      </Group>
      {offered.length === 0 && !noShowFrom && !hasCome && <Text>{t('booking.nothingToDo')}</Text>}
      {noShowFrom && (
        <Text size="sm" c="dimmed" mt="xs">
          {t('booking.noShowFrom', { at: dateAndTime(noShowFrom, zone, i18n.language) })}
        </Text>
      )}
      {hasCome && (
        <Text size="sm" c="dimmed" mt="xs">
          {t('booking.memberCame')}
        </Text>
      )}
      {open && (
        <>
          {open.choice === 'reschedule' && (
            <RescheduleDialog
              by="concierge"
              booking={open.booking}
              zone={booking.member.timeZone}
              onClose={close}
            />
          )}
          {open.choice === 'cancel' && (
            <CancelDialog by="concierge" booking={open.booking} onClose={close} />
          )}
          {open.choice === 'noShow' && <NoShowDialog booking={open.booking} onClose={close} />}
        </>
      )}
    </>
  );
}

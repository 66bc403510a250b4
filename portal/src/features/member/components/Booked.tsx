import { Alert, Button, Group, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Booking } from '../../../shared/api/types';
import { useMyZone } from '../../../shared/me/useProfile';
import { dateAndTime } from '../../../shared/time/format';
import { Summary } from './Summary';

interface Props {
  booking: Booking;
  onAnother: () => void;
}

/** What has been booked, and what comes next. Takes the focus, since the form is gone. */
export function Booked({ booking, onAnother }: Props) {
  const { t, i18n } = useTranslation('member');
  const zone = useMyZone();
  const opens = booking.sessionType === 'video' ? booking.actions.join?.from : undefined;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <>
      <Alert
        ref={box}
        tabIndex={-1}
        role="status"
        color="teal"
        variant="light"
        title={t('booked.title')}
        mb="md"
      >
        <Text size="sm">{t(`booked.${booking.sessionType}`, { name: booking.provider.name })}</Text>
        {opens && (
          <Text size="sm" mt="xs">
            {t('next.opens', { at: dateAndTime(opens, zone, i18n.language) })}
          </Text>
        )}
      </Alert>
      <Summary name={booking.provider.name} wish={booking} zone={zone} />
      <Group gap="sm">
        <Button component={Link} href="/bookings">
          {t('booked.see')}
        </Button>
        <Button variant="default" onClick={onAnother}>
          {t('booked.another')}
        </Button>
      </Group>
    </>
  );
}

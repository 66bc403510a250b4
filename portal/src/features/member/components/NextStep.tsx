import { Anchor, Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Booking } from '../../../shared/api/types';
import { isAllowed, opensAt } from '../../../shared/bookings/allowed';
import { useProfile } from '../../../shared/me/useProfile';
import { dateAndTime, time } from '../../../shared/time/format';
import { useNow } from '../../../shared/time/now';

interface Props {
  booking: Booking;
  zone: string;
}

/** What a member does for a session that is ahead: come to the waiting room, or keep the phone at hand. */
export function NextStep({ booking, zone }: Props) {
  return (
    <>
      {booking.sessionType === 'phone' ? (
        <ByPhone booking={booking} zone={zone} />
      ) : (
        <ByVideo booking={booking} zone={zone} />
      )}
      <TooLateToMove booking={booking} />
    </>
  );
}

function ByVideo({ booking, zone }: Props) {
  const { t, i18n } = useTranslation('member');
  const now = useNow(1_000);
  const from = opensAt(booking.actions.join, now);
  if (from) {
    return (
      <Text mt="xs" size="sm">
        {t('next.opens', { at: dateAndTime(from, zone, i18n.language) })}{' '}
        <Anchor component={Link} href="/tech-check" underline="always" inherit>
          {t('next.techCheck')}
        </Anchor>
      </Text>
    );
  }
  if (!isAllowed(booking.actions.join, now)) return null;
  return (
    <>
      <Text mt="xs" size="sm">
        {t('next.open', { name: booking.provider.name })}
      </Text>
      <Button component={Link} href={`/call/${booking.id}`} mt="sm">
        {t('next.go')}
      </Button>
    </>
  );
}

function ByPhone({ booking, zone }: Props) {
  const { t, i18n } = useTranslation('member');
  const phone = useProfile().data?.phone;
  const at = time(booking.startsAt, zone, i18n.language);
  const { name } = booking.provider;
  return (
    <Text mt="xs" size="sm">
      {phone ? t('next.callOn', { name, at, phone }) : t('next.call', { name, at })}{' '}
      {t('next.caller')}
    </Text>
  );
}

function TooLateToMove({ booking }: { booking: Booking }) {
  const { t } = useTranslation('member');
  const now = useNow(60_000);
  const { cancel, reschedule } = booking.actions;
  if (!isAllowed(cancel, now) || isAllowed(reschedule, now)) return null;
  return (
    <Text mt="xs" size="sm" c="dimmed">
      {t('next.tooLateToMove')}
    </Text>
  );
}

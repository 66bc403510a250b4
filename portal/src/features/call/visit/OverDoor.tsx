import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Booking } from '../../../shared/api/types';
import { DoorCard } from './DoorCard';
import type { DoorProps } from './MemberDoor';
import { When } from './When';

/** What has become of a session that is no more, and what comes next. */
export function OverDoor({ booking, byLink }: DoorProps) {
  const { t } = useTranslation('call');
  const { name } = booking.provider;
  return (
    <DoorCard name={name} title={t(`over.${endOf(booking)}.title`)}>
      <When booking={booking} />
      <Text my="md">{t(`over.${endOf(booking)}.text`, { name })}</Text>
      <Anchor component={Link} href={byLink ? '/' : '/bookings'}>
        {t(byLink ? 'over.signIn' : 'over.bookings')}
      </Anchor>
    </DoorCard>
  );
}

type End = 'expired' | 'declined' | 'cancelledByYou' | 'cancelled' | 'missed' | 'notHeld' | 'ended';

function endOf({ status, cancellation, noShow }: Booking): End {
  if (status === 'expired') return 'expired';
  if (status === 'no_show') return noShow === 'member' ? 'missed' : 'notHeld';
  if (status !== 'cancelled') return 'ended';
  if (cancellation?.by.role !== 'member') return 'cancelled';
  return cancellation.reason === 'declined' ? 'declined' : 'cancelledByYou';
}

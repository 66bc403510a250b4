import { Anchor, Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Booking } from '../../../shared/api/types';
import { useSessionState } from '../../../shared/auth/SessionProvider';
import { GetHelp } from '../../../shared/help/GetHelp';
import { DoorCard } from './DoorCard';
import type { DoorProps } from './MemberDoor';
import { When } from './When';

/** What has become of a session that is no more, and what comes next. */
export function OverDoor({ booking, byLink }: DoorProps) {
  const { t } = useTranslation('call');
  const session = useSessionState();
  const { provider, member } = booking;
  const { id, name } = provider;
  // A link can't book; its holder may be signed in here, too.
  const mayBook = !byLink || (session.status === 'in' && session.me.id === member.id);
  const bookAgain = `/book/${id}`;
  return (
    <DoorCard name={name} title={t(`over.${endOf(booking)}.title`)}>
      <When booking={booking} />
      <Text my="md">{t(`over.${endOf(booking)}.text`, { name })}</Text>
      <Group gap="md">
        {mayBook && (
          <Button component={Link} href={bookAgain}>
            {t('over.bookAgain')}
          </Button>
        )}
        {mayBook ? (
          <Anchor component={Link} href="/bookings">
            {t('over.bookings')}
          </Anchor>
        ) : (
          <Anchor component={Link} href={session.status === 'out' ? bookAgain : '/'}>
            {t(session.status === 'out' ? 'over.signInToBook' : 'over.signIn')}
          </Anchor>
        )}
      </Group>
      <GetHelp bookingId={booking.id} />
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

import { Button, Group, Paper, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Booking } from '../../../shared/api/types';
import { useSessionState } from '../../../shared/auth/SessionProvider';
import { GetHelp } from '../../../shared/help/GetHelp';
import { Together } from '../../../shared/bookings/Together';
import { Initials } from '../../../shared/ui/Initials';
import { PageTitle } from '../../../shared/ui/PageTitle';
import { ComesNext } from './ComesNext';
import classes from './Ending.module.css';

interface Props {
  booking: Booking;
  /** Whoever came by a link has nothing that says what else is booked. */
  byLink: boolean;
}

/** The end of a member's session: thanks, what comes next, and the way to another one. */
export function Ending({ booking, byLink }: Props) {
  const { t } = useTranslation('call');
  const session = useSessionState();
  const isMember = session.status === 'in' && session.me.role === 'member';
  const { id, name } = booking.provider;
  return (
    <Paper withBorder p="lg" className={classes.card}>
      <div className={classes.head}>
        <Initials name={name} size="lg" />
        <PageTitle>{t('closing.ended.title')}</PageTitle>
      </div>
      <Text>{t('closing.ended.text', { name })}</Text>
      <Together bookingId={booking.id} name={name} />
      {!byLink && <ComesNext bookingId={booking.id} />}
      {!isMember && <Text mt="md">{t('closing.ended.signIn', { name })}</Text>}
      <Group mt="md" gap="sm">
        <Button component={Link} href={`/book/${id}`} variant={byLink ? 'filled' : 'default'}>
          {t(isMember ? 'closing.ended.again' : 'closing.ended.signInToBook')}
        </Button>
        {isMember && (
          <Button component={Link} href="/bookings" variant="default">
            {t('over.bookings')}
          </Button>
        )}
      </Group>
      <GetHelp bookingId={booking.id} />
    </Paper>
  );
}

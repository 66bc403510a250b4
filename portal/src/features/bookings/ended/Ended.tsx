import { Button, Group, Paper, Text, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Booking } from '../../../shared/api/types';
import { Together } from '../../../shared/bookings/Together';
import { GetHelp } from '../../../shared/help/GetHelp';
import { useMyZone } from '../../../shared/me/useProfile';
import { time } from '../../../shared/time/format';
import { Initials } from '../../../shared/ui/Initials';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import { useBooking } from '../api/useBooking';
import { useBookings } from '../api/useBookings';
import classes from './Ended.module.css';
import { MeetAgain } from './MeetAgain';
import { NextWith } from './NextWith';

interface Props {
  bookingId: string;
  onClose: () => void;
}

/** What a session came to that the provider has just ended, and how it goes on with its member. */
export default function Ended({ bookingId, onClose }: Props) {
  const { t } = useTranslation(['bookings', 'common']);
  const { data: booking, error, refetch } = useBooking(bookingId);
  const upcoming = useBookings('upcoming');
  const pending = useBookings('pending');
  if (!booking) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  // The way to it is an address, which may name a session that goes on again.
  if (booking.status !== 'completed') return null;
  const { id, name } = booking.member;
  const isWith = ({ member, session }: Booking) => member.id === id && !session?.startedAt;
  const next = upcoming.data?.find(isWith) ?? pending.data?.find(isWith);
  const isKnown = upcoming.data !== undefined && pending.data !== undefined;
  return (
    <Paper
      component="section"
      aria-labelledby="ended"
      withBorder
      p="lg"
      mb="lg"
      className={classes.card}
    >
      <div className={classes.head}>
        <Initials name={name} size="lg" />
        <div>
          <Heading>{t('ended.title', { name })}</Heading>
          <Span booking={booking} />
          <Together bookingId={bookingId} name={name} />
        </div>
      </div>
      {isKnown && (next ? <NextWith booking={next} /> : <MeetAgain booking={booking} />)}
      <Group mt="md" gap="sm">
        <Button component={Link} href={`/create-booking?member=${id}`} variant="default">
          {t('ended.other')}
        </Button>
        <Button variant="subtle" onClick={onClose}>
          {t('common:action.close')}
        </Button>
      </Group>
      <GetHelp bookingId={bookingId} />
    </Paper>
  );
}

/** Takes the focus: whoever can't see the page hears first what has become of their session. */
function Heading({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <Title order={2} id="ended" ref={heading} tabIndex={-1} className={classes.title}>
      {children}
    </Title>
  );
}

/** From when to when it was open. */
function Span({ booking: { session } }: { booking: Booking }) {
  const { t, i18n } = useTranslation('bookings');
  const zone = useMyZone();
  if (!session?.startedAt || !session.endedAt) return null;
  const clock = (at: string) => time(at, zone, i18n.language);
  const words = { from: clock(session.startedAt), to: clock(session.endedAt) };
  return <Text>{t('ended.span', words)}</Text>;
}

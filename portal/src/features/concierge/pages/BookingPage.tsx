import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { StatusBadge } from '../../../shared/bookings/StatusBadge';
import { zoneName } from '../../../shared/time/format';
import { Loading } from '../../../shared/ui/Loading';
import { PageTitle } from '../../../shared/ui/PageTitle';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import { useBooking } from '../api/useBooking';
import { AttendanceRecord } from '../components/AttendanceRecord';
import { BookingActions } from '../components/BookingActions';
import { BookingDeliveries } from '../components/BookingDeliveries';
import { BookingFacts } from '../components/BookingFacts';
import classes from '../components/Console.module.css';
import { History } from '../components/History';
import { ZoneChoice } from '../components/ZoneChoice';
import { useDeskZone } from '../zone';

/** A booking: what it is, what can be done, who was in, what was sent, all that happened. */
export default function BookingPage({ id }: { id: string }) {
  const { t, i18n } = useTranslation(['concierge', 'common']);
  const zone = useDeskZone();
  const { data: booking, error, isPending, refetch } = useBooking(id);
  return (
    <>
      <div className={classes.head}>
        <PageTitle>
          {booking ? t('booking.title', { name: booking.member.name }) : t('booking.titleWait')}
        </PageTitle>
        <ZoneChoice />
      </div>
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {isPending && <Loading />}
      {booking && (
        <>
          <Group mb="md" gap="xs">
            <StatusBadge booking={booking} />
            {booking.session?.memberWaiting && (
              <Text fw={600}>{t('booking.waits', { name: booking.member.name })}</Text>
            )}
          </Group>
          <Text size="sm" c="dimmed" mb="sm">
            {t('booking.zoneBelow', { zone: zoneName(zone, i18n.language, booking.startsAt) })}
          </Text>
          <BookingFacts booking={booking} />
          <BookingActions booking={booking} />
          <AttendanceRecord bookingId={id} />
          <BookingDeliveries bookingId={id} />
          <History bookingId={id} />
        </>
      )}
    </>
  );
}

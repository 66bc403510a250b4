import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { useMyZone } from '../../shared/me/useProfile';
import { shortDate, timeRange, timeToGo, zoneName } from '../../shared/time/format';
import { useNow } from '../../shared/time/now';
import { Loading } from '../../shared/ui/Loading';
import { PageTitle } from '../../shared/ui/PageTitle';
import { ProblemAlert } from '../../shared/ui/ProblemAlert';
import { useBooking, usePanel } from './api/usePhone';
import { Steps } from './components/Steps';
import type {} from './i18n/catalogue';

/** A telephone session: introduce oneself, call, say how it went, end. */
export default function PhonePage({ bookingId }: { bookingId: string }) {
  const { t, i18n } = useTranslation('phone');
  const zone = useMyZone();
  const now = useNow(10_000);
  const booking = useBooking(bookingId);
  const panel = usePanel(bookingId);
  const retry = () => void Promise.all([booking.refetch(), panel.refetch()]);
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <ProblemAlert error={booking.error ?? panel.error} onRetry={retry} />
      {(booking.isPending || panel.isPending) && <Loading />}
      {booking.data && panel.data && (
        <>
          <Text fw={600} size="lg">
            {booking.data.member.name}
          </Text>
          <Text>
            {shortDate(booking.data.startsAt, zone, i18n.language)},{' '}
            {timeRange(booking.data.startsAt, booking.data.endsAt, zone, i18n.language)},{' '}
            {zoneName(zone, i18n.language, booking.data.startsAt)}
          </Text>
          {booking.data.status === 'confirmed' && (
            <Text>
              {t('starts', { when: timeToGo(booking.data.startsAt, now, i18n.language) })}
            </Text>
          )}
          <Steps booking={booking.data} panel={panel.data} zone={zone} />
        </>
      )}
      <Anchor component={Link} href="/bookings" mt="xl" display="inline-block">
        {t('back')}
      </Anchor>
    </>
  );
}

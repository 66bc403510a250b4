import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Booking } from '../../../shared/api/types';
import { useBookingList } from '../../../shared/bookings/useBookingList';
import { useMyZone } from '../../../shared/me/useProfile';
import { dateAndTime, zoneName } from '../../../shared/time/format';
import classes from './Ending.module.css';

/** A provider who proposes the next session does so while their member is still here. */
const PERIOD_MS = 15_000;

/** What waits for the member's answer, and their next session, if there are any. */
export function ComesNext({ bookingId }: { bookingId: string }) {
  const { t, i18n } = useTranslation('call');
  const zone = useMyZone();
  const proposal = useBookingList('pending', { periodMs: PERIOD_MS }).data?.[0];
  const upcoming = useBookingList('upcoming', { periodMs: PERIOD_MS }).data;
  const next = upcoming?.find(({ id, status }) => id !== bookingId && status === 'confirmed');
  const words = ({ provider, startsAt }: Booking) => ({
    name: provider.name,
    at: dateAndTime(startsAt, zone, i18n.language),
    zone: zoneName(zone, i18n.language, startsAt),
  });
  return (
    <div role="status">
      {proposal && (
        <div className={classes.next}>
          <Text fw={600}>{t('closing.ended.proposal', words(proposal))}</Text>
          <Button component={Link} href="/bookings/pending">
            {t('closing.ended.answer')}
          </Button>
        </div>
      )}
      {next && (
        <div className={classes.next}>
          <Text fw={600}>{t('closing.ended.next', words(next))}</Text>
        </div>
      )}
    </div>
  );
}

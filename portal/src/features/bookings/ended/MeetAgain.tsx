import { Button, Text } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Booking } from '../../../shared/api/types';
import { sameTimeLater } from '../../../shared/bookings/sameTime';
import { useMyZone } from '../../../shared/me/useProfile';
import { usePolicy } from '../../../shared/policy/usePolicy';
import { longDate, timeRange } from '../../../shared/time/format';
import { useNow } from '../../../shared/time/now';
import { ForMember } from '../components/ForMember';
import classes from './Ended.module.css';

const MINUTE_MS = 60_000;

/** Offers the same hour of the next week; the form that follows has all of it filled in. */
export function MeetAgain({ booking }: { booking: Booking }) {
  const { t, i18n } = useTranslation('bookings');
  const id = useId();
  const zone = useMyZone();
  const now = useNow(60_000);
  const notice = usePolicy()?.noticeMinutes ?? 0;
  const { member, startsAt, durationMinutes, sessionType } = booking;
  const at = sameTimeLater(startsAt, zone, now + notice * MINUTE_MS);
  if (at === null) return null;
  const endsAt = Date.parse(at) + durationMinutes * MINUTE_MS;
  const form = new URLSearchParams({
    member: member.id,
    at,
    minutes: String(durationMinutes),
    type: sessionType,
  });
  return (
    <div className={classes.again}>
      <div id={id}>
        <Text c="dimmed">{t('ended.again')}</Text>
        <Text fw={600}>
          {longDate(at, zone, i18n.language)}, {timeRange(at, endsAt, zone, i18n.language)}
        </Text>
        <ForMember member={member} at={at} zone={zone} />
      </div>
      <Button
        component={Link}
        href={`/create-booking?${form.toString()}`}
        size="md"
        aria-describedby={id}
      >
        {t('ended.propose')}
      </Button>
    </div>
  );
}

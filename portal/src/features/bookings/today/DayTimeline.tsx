import { Text, Title } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Booking } from '../../../shared/api/types';
import { isAhead } from '../../../shared/bookings/allowed';
import { time, timeRange } from '../../../shared/time/format';
import { useNow } from '../../../shared/time/now';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import { phaseOf } from './day';
import classes from './Today.module.css';

interface Props {
  /** The sessions of the day, in their order. */
  bookings: readonly Booking[];
  zone: string;
  /** Why those that are over are not known. */
  error: unknown;
  onRetry: () => unknown;
}

/** The day from its first session to its last, with a line at the present moment. */
export function DayTimeline({ bookings, zone, error, onRetry }: Props) {
  const { t, i18n } = useTranslation('bookings');
  const now = useNow(10_000);
  const passed = bookings.filter(({ startsAt }) => Date.parse(startsAt) <= now).length;
  const line = (
    <li className={classes.nowLine}>{t('today.line', { at: time(now, zone, i18n.language) })}</li>
  );
  return (
    <section aria-labelledby="day">
      <Title order={2} id="day" className={classes.heading}>
        {t('today.day')}
      </Title>
      <ProblemAlert error={error} onRetry={() => void onRetry()} />
      {bookings.length === 0 ? (
        <Text>{t('today.noneToday')}</Text>
      ) : (
        <ol className={classes.timeline}>
          {bookings.map((booking, index) => (
            <Fragment key={booking.id}>
              {index === passed && line}
              <Row booking={booking} zone={zone} />
            </Fragment>
          ))}
          {passed === bookings.length && line}
        </ol>
      )}
    </section>
  );
}

function Row({ booking, zone }: { booking: Booking; zone: string }) {
  const { t, i18n } = useTranslation(['bookings', 'common']);
  const { id, member, startsAt, endsAt, sessionType, status, noShow } = booking;
  const phase = phaseOf(booking);
  const state =
    status === 'no_show' && noShow ? t(`common:noShowOf.${noShow}`) : t(`common:status.${status}`);
  return (
    <li className={classes.row} data-phase={phase}>
      <Text className={classes.hours}>{timeRange(startsAt, endsAt, zone, i18n.language)}</Text>
      <div>
        <Link
          href={`/bookings${isAhead(status) ? '' : '/past'}?open=${id}`}
          className={classes.who}
        >
          {member.name}
        </Link>
        <Text size="sm" className={classes.state}>
          {t(`common:sessionType.${sessionType}`)} ·{' '}
          {phase === 'waiting' ? t('today.waits') : state}
        </Text>
      </div>
    </li>
  );
}

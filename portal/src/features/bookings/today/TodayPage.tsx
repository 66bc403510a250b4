import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useMyZone } from '../../../shared/me/useProfile';
import { isoDate, longDate, zoneName } from '../../../shared/time/format';
import { useNow } from '../../../shared/time/now';
import { Loading } from '../../../shared/ui/Loading';
import { PageTitle } from '../../../shared/ui/PageTitle';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import { useBookings } from '../api/useBookings';
import type {} from '../i18n/catalogue';
import { nextOf, sessionsOn } from './day';
import { DayTimeline } from './DayTimeline';
import { NextSession } from './NextSession';
import { NoSession } from './NoSession';
import { Proposals } from './Proposals';
import classes from './Today.module.css';

/** Where a provider starts: the next session, the day, and what waits for an answer. */
export default function TodayPage() {
  const { t, i18n } = useTranslation('bookings');
  const zone = useMyZone();
  const now = useNow(10_000);
  const upcoming = useBookings('upcoming');
  const past = useBookings('past');
  const next = nextOf(upcoming.data ?? [], now);
  const ofToday = sessionsOn(
    isoDate(now, zone),
    // The same booking may be in both for a moment; the list that is read more often has it as it is.
    [...(past.data ?? []), ...(upcoming.data ?? [])],
    zone,
  );
  return (
    <>
      <PageTitle>{t('today.title')}</PageTitle>
      <Text mb="lg" c="dimmed">
        {longDate(now, zone, i18n.language)} · {zoneName(zone, i18n.language, now)}
      </Text>
      <ProblemAlert error={upcoming.error} onRetry={() => void upcoming.refetch()} />
      {upcoming.isPending && <Loading />}
      <div className={classes.columns}>
        <div className={classes.next}>
          {next && <NextSession booking={next} zone={zone} />}
          {upcoming.data && !next && <NoSession />}
        </div>
        <div className={classes.day}>
          {upcoming.data && (
            <DayTimeline bookings={ofToday} zone={zone} error={past.error} onRetry={past.refetch} />
          )}
        </div>
        <div className={classes.proposals}>
          <Proposals zone={zone} />
        </div>
      </div>
    </>
  );
}

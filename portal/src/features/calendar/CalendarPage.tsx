import { Button, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearchParams } from 'wouter';

import type { Booking } from '../../shared/api/types';
import { useMyZone } from '../../shared/me/useProfile';
import { useSchedule } from '../../shared/schedule/useSchedule';
import { isoDate, longDate, shortDate, zoneName } from '../../shared/time/format';
import { addDays, isDate, mondayOf, startOfDay, weekFrom } from '../../shared/time/local';
import { serverNow } from '../../shared/time/now';
import { Loading, LoadingDialog } from '../../shared/ui/Loading';
import { PageTitle } from '../../shared/ui/PageTitle';
import { ProblemAlert } from '../../shared/ui/ProblemAlert';
import { lazyPart } from '../../shared/ui/lazyPart';
import { useCalendar } from './api/useCalendar';
import classes from './components/Calendar.module.css';
import { hourEvents, sessionEvents } from './components/events';
import { Grid } from './components/Grid';
import type {} from './i18n/catalogue';

const RescheduleDialog = lazyPart(() => import('../../shared/booking-actions/RescheduleDialog'));

const VIEWS = ['week', 'day'] as const;

/** A provider's week or day: sessions, open hours, time off. A click proposes, a drag moves. */
export default function CalendarPage() {
  const { t, i18n } = useTranslation(['calendar', 'common']);
  const [, go] = useLocation();
  const [search, setSearch] = useSearchParams();
  const zone = useMyZone();
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const [move, setMove] = useState<{ booking: Booking; startsAt: string } | null>(null);
  const view = VIEWS.find((each) => each === search.get('view')) ?? (isNarrow ? 'day' : 'week');
  const today = isoDate(serverNow(), zone);
  const given = search.get('day') ?? '';
  const day = isDate(given) ? given : today;
  const days = view === 'day' ? [day] : weekFrom(mondayOf(day));
  const [first = day, last = day] = [days[0], days.at(-1)];
  const schedule = useSchedule('me');
  const bookings = useCalendar(startOfDay(first, zone), startOfDay(addDays(last, 1), zone));
  const show = (change: { day?: string; view?: string }) =>
    setSearch({ day, view, ...change }, { replace: true });
  const step = view === 'day' ? 1 : 7;
  const words = { open: t('open'), off: t('off') };
  const range =
    view === 'day'
      ? longDate(day, 'UTC', i18n.language)
      : t('range', {
          from: shortDate(first, 'UTC', i18n.language),
          to: shortDate(last, 'UTC', i18n.language),
        });
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <div className={classes.bar}>
        <Button variant="default" onClick={() => show({ day: addDays(day, -step) })}>
          {t(`earlier.${view}`)}
        </Button>
        <Button variant="default" onClick={() => show({ day: today })}>
          {t('today')}
        </Button>
        <Button variant="default" onClick={() => show({ day: addDays(day, step) })}>
          {t(`later.${view}`)}
        </Button>
        <Text role="status" className={classes.range}>
          {range}
        </Text>
        {VIEWS.map((each) => (
          <Button
            key={each}
            variant={each === view ? 'light' : 'default'}
            aria-pressed={each === view}
            onClick={() => show({ view: each })}
          >
            {t(`view.${each}`)}
          </Button>
        ))}
      </div>
      <Text size="sm" c="dimmed" mb="sm">
        {t('common:slots.zone', { zone: zoneName(zone, i18n.language, startOfDay(first, zone)) })}{' '}
        {t('hint')}
      </Text>
      <ProblemAlert
        error={bookings.error ?? schedule.error}
        onRetry={() => void Promise.all([bookings.refetch(), schedule.refetch()])}
      />
      {bookings.data && schedule.data ? (
        <Grid
          view={view}
          date={first}
          zone={zone}
          events={[
            ...hourEvents(days, schedule.data.schedule, words),
            ...sessionEvents(bookings.data, zone),
          ]}
          onPropose={(startsAt) => go(`/create-booking?at=${startsAt}`)}
          onDay={(date) => show({ day: date, view: 'day' })}
          onOpen={(booking) => go(pathOf(booking))}
          onMove={(booking, startsAt) => setMove({ booking, startsAt })}
        />
      ) : (
        (bookings.isPending || schedule.isPending) && <Loading />
      )}
      {move && (
        <Suspense fallback={<LoadingDialog onClose={() => setMove(null)} />}>
          <RescheduleDialog
            booking={move.booking}
            first={move.startsAt}
            zone={zone}
            onClose={() => setMove(null)}
          />
        </Suspense>
      )}
    </>
  );
}

/** Where a booking is opened: in the list that has it. */
function pathOf({ id, status }: Booking): string {
  const isAhead = status === 'confirmed' || status === 'ongoing';
  const list = status === 'pending' ? '/pending' : isAhead ? '' : '/past';
  return `/bookings${list}?open=${id}`;
}

import { Badge, Loader, Text, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Person } from '../../../shared/api/types';
import { usePolicy } from '../../../shared/policy/usePolicy';
import { isoDate, longDate, shortDate, zoneName } from '../../../shared/time/format';
import { addDays, startOfDay, weekFrom } from '../../../shared/time/local';
import { useNow } from '../../../shared/time/now';
import { Initials } from '../../../shared/ui/Initials';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import { useWeeks, type TheirWeek } from '../api/useWeeks';
import { weekPath } from '../paths';
import { gridDay } from './gridDay';
import { GridCell } from './GridCell';
import classes from './WeekGrid.module.css';

interface Props {
  providers: readonly Person[];
  monday: string;
  zone: string;
}

/**
 * A table with a row for each provider and a column for each day. In a narrow window each provider stands by
 * themselves, with their days below each other; the roles say that it still is a table.
 */
export function WeekGrid({ providers, monday, zone }: Props) {
  const { t, i18n } = useTranslation('concierge');
  const now = useNow(60_000);
  const range = { from: startOfDay(monday, zone), to: startOfDay(addDays(monday, 7), zone) };
  const weeks = useWeeks(providers, range);
  const dates = weekFrom(monday);
  const today = isoDate(now, zone);
  const unread = weeks.filter(({ error }) => error);
  return (
    <>
      <ProblemAlert
        error={unread[0]?.error}
        onRetry={() => void Promise.all(unread.map(({ refetch }) => refetch()))}
      />
      <table role="table" className={classes.grid}>
        <caption>
          <VisuallyHidden>{t('grid.caption')}</VisuallyHidden>
        </caption>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">
              {t('grid.provider')}
            </th>
            {dates.map((date) => (
              <th
                key={date}
                role="columnheader"
                scope="col"
                aria-current={date === today ? 'date' : undefined}
              >
                <span aria-hidden="true">
                  {shortDate(startOfDay(date, zone), zone, i18n.language)}
                </span>
                <VisuallyHidden>
                  {longDate(startOfDay(date, zone), zone, i18n.language)}
                </VisuallyHidden>
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {weeks.map((week) => (
            <Row
              key={week.provider.id}
              week={week}
              dates={dates}
              today={today}
              zone={zone}
              now={now}
            />
          ))}
        </tbody>
      </table>
    </>
  );
}

interface RowProps {
  week: TheirWeek;
  dates: string[];
  today: string;
  zone: string;
  now: number;
}

function Row({ week, dates, today, zone, now }: RowProps) {
  const { t, i18n } = useTranslation(['concierge', 'common']);
  const horizon = usePolicy()?.horizonMinutes ?? Infinity;
  const { provider, schedule, bookings, hasMore, error } = week;
  const { id, name, timeZone, account } = provider;
  const latest = now + horizon * 60_000;
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <div className={classes.provider}>
          <Initials name={name} />
          <div>
            <Link href={weekPath(id)} className={classes.name}>
              {name}
            </Link>
            <Text size="xs" c="dimmed">
              {zoneName(timeZone, i18n.language, now)}
            </Text>
            {account === 'disabled' && (
              <Badge color="gray" variant="light">
                {t('account.status.disabled')}
              </Badge>
            )}
            {schedule === null && <Text size="xs">{t('grid.noSchedule')}</Text>}
            {hasMore && <Text size="xs">{t('grid.rest')}</Text>}
          </div>
        </div>
      </th>
      {bookings && schedule !== undefined ? (
        dates.map((date) => (
          <GridCell
            key={date}
            provider={provider}
            day={gridDay(date, zone, schedule, bookings)}
            isToday={date === today}
            zone={zone}
            now={now}
            latest={account === 'disabled' ? -Infinity : latest}
          />
        ))
      ) : (
        <td role="cell" colSpan={dates.length} className={classes.whole}>
          {error ? t('grid.unread') : <Waiting />}
        </td>
      )}
    </tr>
  );
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <>
      <Loader type="dots" size="sm" aria-hidden="true" />
      <VisuallyHidden>{t('loading')}</VisuallyHidden>
    </>
  );
}

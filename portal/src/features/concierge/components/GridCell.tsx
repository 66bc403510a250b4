import { Anchor, VisuallyHidden } from '@mantine/core';
import IconPhone from '@tabler/icons-react/icons/IconPhone';
import IconVideo from '@tabler/icons-react/icons/IconVideo';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Booking, Person } from '../../../shared/api/types';
import { longDate, shortDate, time, timeRange } from '../../../shared/time/format';
import { bookingPath, bookNearPath } from '../paths';
import { bookableFrom, type GridDay, type Stretch } from './gridDay';
import classes from './WeekGrid.module.css';

interface Props {
  provider: Person;
  day: GridDay;
  isToday: boolean;
  zone: string;
  now: number;
  /** Before when people can be booked, in milliseconds of the epoch. */
  latest: number;
}

/** A day of a provider: what is booked, when they can be booked, and the way to do so. */
export function GridCell({ provider: { id, name }, day, isToday, zone, now, latest }: Props) {
  const { t, i18n } = useTranslation('concierge');
  const { from } = day.day;
  const near = bookableFrom(day, now, latest);
  const isQuiet = day.bookings.length === 0 && day.open.length === 0;
  return (
    <td
      role="cell"
      className={classes.day}
      data-today={isToday || undefined}
      aria-current={isToday ? 'date' : undefined}
    >
      <span className={classes.date}>{shortDate(from, zone, i18n.language)}</span>
      <div className={classes.inside}>
        {day.bookings.length > 0 && (
          <ul className={classes.sessions}>
            {day.bookings.map((booking) => (
              <Session key={booking.id} booking={booking} zone={zone} />
            ))}
          </ul>
        )}
        {isQuiet ? (
          <span className={classes.hours}>{t('week.closed')}</span>
        ) : (
          <Hours day={day} zone={zone} />
        )}
        {near !== null && (
          <Anchor
            component={Link}
            href={bookNearPath(id, near)}
            size="sm"
            className={classes.book ?? ''}
            aria-label={t('grid.bookOn', { name, day: longDate(from, zone, i18n.language) })}
          >
            {t('people.book')}
          </Anchor>
        )}
      </div>
    </td>
  );
}

function Session({ booking, zone }: { booking: Booking; zone: string }) {
  const { t, i18n } = useTranslation('common');
  const { id, member, startsAt, endsAt, sessionType, status, noShow } = booking;
  const Icon = sessionType === 'phone' ? IconPhone : IconVideo;
  const words = status === 'no_show' && noShow ? t(`noShowOf.${noShow}`) : t(`status.${status}`);
  return (
    <li>
      <Link href={bookingPath(id)} className={classes.session} data-status={status}>
        <span className={classes.time}>{timeRange(startsAt, endsAt, zone, i18n.language)}</span>{' '}
        <span className={classes.member}>
          {member.name} <Icon size={16} stroke={1.75} aria-hidden="true" />
        </span>
        <VisuallyHidden>{t(`sessionType.${sessionType}`)} · </VisuallyHidden>
        {/* What is simply booked is told by its colour; all else also in words that are seen. */}
        {status === 'confirmed' ? (
          <VisuallyHidden>{words}</VisuallyHidden>
        ) : (
          <span className={classes.status}>{words}</span>
        )}
      </Link>
    </li>
  );
}

function Hours({ day: { day, open }, zone }: { day: GridDay; zone: string }) {
  const { t, i18n } = useTranslation('concierge');
  const [first] = open;
  if (!first) return null;
  const isAllDay = first.from === day.from && first.to === day.to;
  const clock = ({ from, to }: Stretch) =>
    `${time(from, zone, i18n.language)} – ${to === day.to ? '24:00' : time(to, zone, i18n.language)}`;
  return (
    <span className={classes.hours}>
      {isAllDay ? t('grid.allDay') : t('grid.open', { hours: open.map(clock).join(', ') })}
    </span>
  );
}

import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Booking } from '../../../shared/api/types';
import { useReasonWords } from '../../../shared/bookings/useReasonWords';
import { dateAndTime, longDate, minutes, timeRange, zoneName } from '../../../shared/time/format';
import { SIDES, type Actor, type Side } from '../api/types';
import { personPath } from '../paths';
import { useDeskZone } from '../zone';
import classes from './Console.module.css';

/** What a booking is, with its time on the clocks of both sides. */
export function BookingFacts({ booking }: { booking: Booking }) {
  const { t, i18n } = useTranslation(['concierge', 'common']);
  const zone = useDeskZone();
  const words = useReasonWords();
  const { cancellation, acceptBy, session, phone, comment } = booking;
  const at = (instant: string) => dateAndTime(instant, zone, i18n.language);
  const role = (by: Actor) => t(`common:role.${by.role}`);
  return (
    <dl className={classes.facts}>
      {SIDES.map((side) => (
        <SideFact key={side} side={side} booking={booking} />
      ))}
      <Fact name={t('booking.type')}>
        {t(`common:sessionType.${booking.sessionType}`)} ·{' '}
        {minutes(booking.durationMinutes, i18n.language)}
      </Fact>
      {phone && <Fact name={t('booking.phone')}>{phone.memberE164}</Fact>}
      <Fact name={t('booking.created')}>
        {t('booking.createdBy', { at: at(booking.createdAt), who: role(booking.createdBy) })}
      </Fact>
      {acceptBy && <Fact name={t('booking.acceptBy')}>{at(acceptBy)}</Fact>}
      {session?.startedAt && <Fact name={t('booking.started')}>{at(session.startedAt)}</Fact>}
      {session?.endedAt && <Fact name={t('booking.ended')}>{at(session.endedAt)}</Fact>}
      {cancellation && (
        <Fact name={t(cancellation.late ? 'booking.cancelledLate' : 'booking.cancelled')}>
          {role(cancellation.by)}: {words(cancellation.reason)}
        </Fact>
      )}
      {comment && <Fact name={t('booking.comment')}>{comment}</Fact>}
    </dl>
  );
}

function SideFact({ side, booking }: { side: Side; booking: Booking }) {
  const { t, i18n } = useTranslation(['concierge', 'common']);
  const { startsAt, endsAt } = booking;
  const { id, name, timeZone } = booking[side];
  return (
    <Fact name={t(`common:role.${side}`)}>
      <Anchor component={Link} href={personPath(side, id)} fw={600}>
        {name}
      </Anchor>
      <br />
      {longDate(startsAt, timeZone, i18n.language)}
      <br />
      {timeRange(startsAt, endsAt, timeZone, i18n.language)},{' '}
      {zoneName(timeZone, i18n.language, startsAt)}
    </Fact>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={classes.words}>{children}</dd>
    </div>
  );
}

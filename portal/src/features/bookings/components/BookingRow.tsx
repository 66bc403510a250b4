import { Badge, Text } from '@mantine/core';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../../../shared/api/types';
import { isAllowed } from '../../../shared/bookings/allowed';
import { StatusBadge } from '../../../shared/bookings/StatusBadge';
import { timeRange } from '../../../shared/time/format';
import { useNow } from '../../../shared/time/now';
import { Loading } from '../../../shared/ui/Loading';
import { lazyPart } from '../../../shared/ui/lazyPart';
import classes from './Bookings.module.css';
import type { Choice } from './choices';
import { StartButton } from './StartButton';

const BookingDetails = lazyPart(() => import('./BookingDetails'));

interface Props {
  booking: Booking;
  /** The provider's zone. */
  zone: string;
  isOpen: boolean;
  onToggle: () => void;
  onChoose: (choice: Choice) => void;
}

/** A booking in one line: when, with whom, what it is, and the way in once it is time. The rest is there when it is opened. */
export function BookingRow({ booking, zone, isOpen, onToggle, onChoose }: Props) {
  const { t, i18n } = useTranslation(['bookings', 'common']);
  const now = useNow(5_000);
  const { id, member, startsAt, endsAt, sessionType, session, status, actions } = booking;
  const [name, details] = [`booking-${id}`, `details-${id}`];
  const isWaiting = session?.memberWaiting === true;
  // A telephone session has things to do before the hour, too.
  const hasStart = sessionType === 'phone' || isAllowed(actions.start, now);
  return (
    <article aria-labelledby={name} className={classes.row} data-waiting={isWaiting || undefined}>
      <div className={classes.line}>
        <h3 className={classes.heading}>
          <button
            type="button"
            className={classes.toggle}
            aria-expanded={isOpen}
            aria-controls={details}
            onClick={onToggle}
          >
            <span className={classes.label}>
              <span className={classes.hours}>
                {timeRange(startsAt, endsAt, zone, i18n.language)}
              </span>{' '}
              <span id={name}>{member.name}</span>
            </span>
          </button>
        </h3>
        <div className={classes.aside}>
          <Badge variant="light" color={sessionType === 'phone' ? 'blue' : 'teal'}>
            {t(`common:sessionType.${sessionType}`)}
          </Badge>
          <StatusBadge booking={booking} />
          {hasStart && <StartButton booking={booking} />}
        </div>
      </div>
      {isWaiting && (
        <Text fw={600} className={classes.news}>
          {t('waiting.now', { name: member.name })}
        </Text>
      )}
      {status === 'ongoing' && (
        <Text className={classes.news}>
          {t(session?.hostPresent ? 'card.youAreIn' : 'card.youAreOut')}
        </Text>
      )}
      <div id={details} hidden={!isOpen}>
        {isOpen && (
          <Suspense fallback={<Loading />}>
            <BookingDetails booking={booking} zone={zone} hasStart={hasStart} onChoose={onChoose} />
          </Suspense>
        )}
      </div>
    </article>
  );
}

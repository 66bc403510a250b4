import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../../../shared/api/types';
import { useReasonWords } from '../../../shared/bookings/useReasonWords';
import { dateAndTime, minutes, timeToGo, zoneName } from '../../../shared/time/format';
import { useNow } from '../../../shared/time/now';
import { BookingActions } from './BookingActions';
import classes from './Bookings.module.css';
import type { Choice } from './choices';
import { ForMember } from './ForMember';

interface Props {
  booking: Booking;
  /** The provider's zone. */
  zone: string;
  /** Whether its row has the way in. */
  hasStart: boolean;
  onChoose: (choice: Choice) => void;
}

/** What a row has no room for: both clocks, what goes on, the comment, and what can be done. */
export default function BookingDetails({ booking, zone, hasStart, onChoose }: Props) {
  const { i18n } = useTranslation('bookings');
  const { member, startsAt, durationMinutes, comment } = booking;
  return (
    <div className={classes.details}>
      <Text size="sm">
        {minutes(durationMinutes, i18n.language)} · {zoneName(zone, i18n.language, startsAt)}
      </Text>
      <ForMember member={member} at={startsAt} zone={zone} />
      <News booking={booking} zone={zone} />
      {comment && (
        <Text mt="xs" className={classes.comment}>
          {comment}
        </Text>
      )}
      <BookingActions booking={booking} zone={zone} hasStart={hasStart} onChoose={onChoose} />
    </div>
  );
}

/** How long to go, until when it can be accepted, why it was cancelled. */
function News({ booking, zone }: Pick<Props, 'booking' | 'zone'>) {
  const { t, i18n } = useTranslation(['bookings', 'common']);
  const now = useNow(10_000);
  const words = useReasonWords();
  const { status, startsAt, acceptBy, cancellation } = booking;
  const isAhead = status === 'confirmed' || status === 'pending';
  return (
    <>
      {isAhead && (
        <Text mt="xs" fw={500}>
          {t('card.starts', { when: timeToGo(startsAt, now, i18n.language) })}
        </Text>
      )}
      {status === 'pending' && acceptBy && (
        <Text mt="xs">
          {t('card.acceptBy', { at: dateAndTime(acceptBy, zone, i18n.language) })}
        </Text>
      )}
      {cancellation && (
        <Text mt="xs">
          {t(cancellation.late ? 'card.cancelledLate' : 'card.cancelled', {
            who: t(`common:role.${cancellation.by.role}`),
            reason: words(cancellation.reason),
          })}
        </Text>
      )}
    </>
  );
}

import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../../../shared/api/types';
import { useReasonWords } from '../../../shared/bookings/useReasonWords';
import { dateAndTime, timeToGo } from '../../../shared/time/format';
import { useNow } from '../../../shared/time/now';

interface Props {
  booking: Booking;
  zone: string;
}

/** How long to go, until when it can be accepted, what became of it and why. */
export function News({ booking, zone }: Props) {
  const { t, i18n } = useTranslation('member');
  const now = useNow(10_000);
  const { status, startsAt, acceptBy, cancellation, noShow } = booking;
  const isAhead = status === 'confirmed' || status === 'pending';
  const isOpen = status === 'pending' && acceptBy;
  return (
    <>
      {isAhead && (
        <Text mt="xs" fw={500}>
          {t(now < Date.parse(startsAt) ? 'card.starts' : 'card.started', {
            when: timeToGo(startsAt, now, i18n.language),
          })}
        </Text>
      )}
      {isOpen && (
        <Text mt="xs">
          {now <= Date.parse(acceptBy)
            ? t('card.acceptBy', { at: dateAndTime(acceptBy, zone, i18n.language) })
            : t('card.acceptOver')}
        </Text>
      )}
      {status === 'ongoing' && <Text mt="xs">{t('card.ongoing')}</Text>}
      {status === 'expired' && <Text mt="xs">{t('card.expired')}</Text>}
      {status === 'no_show' && noShow && <Text mt="xs">{t(`card.noShow.${noShow}`)}</Text>}
      {cancellation && <Cancelled cancellation={cancellation} />}
    </>
  );
}

/** What the API gives as the reason when a proposal was declined. */
const DECLINED = 'declined';

function Cancelled({ cancellation }: { cancellation: NonNullable<Booking['cancellation']> }) {
  const { t } = useTranslation(['member', 'common']);
  const words = useReasonWords();
  const { by, late } = cancellation;
  const isMine = by.role === 'member';
  if (isMine && cancellation.reason === DECLINED) return <Text mt="xs">{t('card.declined')}</Text>;
  const reason = words(cancellation.reason);
  const who = isMine ? t('card.you') : t(`common:role.${by.role}`);
  return <Text mt="xs">{t(late ? 'card.cancelledLate' : 'card.cancelled', { who, reason })}</Text>;
}

import { Badge, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../../../shared/api/types';
import { dateAndTime } from '../../../shared/time/format';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import type { Delivery, Side } from '../api/types';
import { useBookingDeliveries } from '../api/useBooking';
import { useDeskZone } from '../zone';
import classes from './Console.module.css';
import { colourOf, useStatusWords } from './DeliveryFacts';
import { ResendButton } from './ResendButton';
import { linkOf, toldTo } from './toldAbout';

/** Each session of a person asks by itself, so not often. */
const PERIOD_MS = 30_000;

/** The newest messages are enough; the page of the booking has all. */
const MOST = 3;

/** What somebody was told about a session and what became of it; a member's link can be sent again. */
export function Told({ side, booking }: { side: Side; booking: Booking }) {
  const { t } = useTranslation('concierge');
  const deliveries = useBookingDeliveries(booking.id, PERIOD_MS);
  const told = toldTo(side, deliveries.data ?? []);
  const link = side === 'member' ? linkOf(told) : undefined;
  return (
    <div className={classes.told}>
      <ProblemAlert error={deliveries.error} onRetry={() => void deliveries.refetch()} />
      {deliveries.data && told.length === 0 && <Text size="sm">{t('ahead.nothingSent')}</Text>}
      <ul className={classes.plainList} aria-label={t('delivery.title')}>
        {told.slice(0, MOST).map((delivery) => (
          <Line key={delivery.id} delivery={delivery} />
        ))}
      </ul>
      {link && <ResendButton delivery={link} what={t('ahead.again')} />}
    </div>
  );
}

function Line({ delivery }: { delivery: Delivery }) {
  const { t, i18n } = useTranslation('concierge');
  const zone = useDeskZone();
  const status = useStatusWords(delivery);
  const { kind, channel, sentAt, queuedAt, resendOf } = delivery;
  return (
    <li>
      <Text size="sm" span>
        {t(`delivery.kind.${kind}`)} · {t(`delivery.channel.${channel}`)} ·{' '}
        {dateAndTime(sentAt ?? queuedAt, zone, i18n.language)}
        {resendOf ? ` · ${t('delivery.again')}` : ''}
      </Text>{' '}
      <Badge variant="light" size="sm" color={colourOf(delivery)}>
        {status}
      </Badge>
    </li>
  );
}

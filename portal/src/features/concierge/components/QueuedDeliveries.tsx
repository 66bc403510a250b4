import { Anchor, Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { useBooking } from '../api/useBooking';
import { useDeliveries } from '../api/useDeliveries';
import type { Delivery } from '../api/types';
import { bookingPath, personPath } from '../paths';
import classes from './Console.module.css';
import { DeliveryFacts } from './DeliveryFacts';
import { ResendButton } from './ResendButton';
import { Section } from './Section';

/** Messages that failed, or may not have arrived, the oldest first. */
export function QueuedDeliveries({ status }: { status: 'failed' | 'unknown' }) {
  const { t } = useTranslation(['concierge', 'common']);
  const deliveries = useDeliveries(status);
  return (
    <Section title={t(`queue.${status}`)} read={deliveries}>
      {(items) => (
        <>
          {items.length === 0 && <Text>{t(`queue.${status}None`)}</Text>}
          <ul className={classes.list}>
            {items.map((delivery) => (
              <Row key={delivery.id} delivery={delivery} />
            ))}
          </ul>
          {deliveries.hasNextPage && (
            <Button
              variant="default"
              loading={deliveries.isFetchingNextPage}
              onClick={() => void deliveries.fetchNextPage()}
            >
              {t('common:action.more')}
            </Button>
          )}
        </>
      )}
    </Section>
  );
}

/** A message with whose booking it is about. Once it is sent again, the queue has it no more. */
function Row({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation('concierge');
  const { bookingId, to } = delivery;
  const { data: booking } = useBooking(bookingId);
  return (
    <li className={classes.item}>
      <div>
        <Link href={bookingPath(bookingId)} className={classes.link}>
          {booking
            ? t('row.pair', { member: booking.member.name, provider: booking.provider.name })
            : t('booking.titleWait')}
        </Link>
        <DeliveryFacts delivery={delivery} />
        {booking && (
          <Anchor component={Link} href={personPath(to, booking[to].id)} size="sm">
            {t('queue.reader', { name: booking[to].name })}
          </Anchor>
        )}
      </div>
      <ResendButton delivery={delivery} />
    </li>
  );
}

import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useBookingDeliveries } from '../api/useBooking';
import classes from './Console.module.css';
import { DeliveryFacts } from './DeliveryFacts';
import { DismissButton } from './DismissButton';
import { ResendButton } from './ResendButton';
import { Section } from './Section';

/** Every message about a booking. */
export function BookingDeliveries({ bookingId }: { bookingId: string }) {
  const { t } = useTranslation('concierge');
  const deliveries = useBookingDeliveries(bookingId);
  return (
    <Section title={t('delivery.title')} read={deliveries}>
      {(items) =>
        items.length === 0 ? (
          <Text>{t('delivery.none')}</Text>
        ) : (
          <ul className={classes.list}>
            {items.map((delivery) => (
              <li key={delivery.id} className={classes.item}>
                <DeliveryFacts delivery={delivery} />
                <Group gap="xs" align="start">
                  <ResendButton delivery={delivery} />
                  <DismissButton delivery={delivery} />
                </Group>
              </li>
            ))}
          </ul>
        )
      }
    </Section>
  );
}

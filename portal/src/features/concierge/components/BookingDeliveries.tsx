import { Group } from '@mantine/core';
import IconMessage from '@tabler/icons-react/icons/IconMessage';
import { useTranslation } from 'react-i18next';

import { Empty } from '../../../shared/ui/Empty';
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
          <Empty icon={IconMessage} title={t('delivery.none')} text={t('delivery.noneText')} />
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

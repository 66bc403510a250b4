import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Offer } from './deviceList';
import type {} from './i18n/catalogue';

interface Props {
  offers: Offer[];
  onUse: (offer: Offer) => void;
  onDismiss: (offer: Offer) => void;
}

/** Offers what was just plugged in. Nobody's microphone changes without being asked. */
export function Offers({ offers, onUse, onDismiss }: Props) {
  const { t } = useTranslation('devices');
  return offers.map((offer) => (
    <Group key={offer.key} gap="xs" my="xs">
      <span>{t('offer.text', { label: offer.label })}</span>
      <Button size="xs" onClick={() => onUse(offer)}>
        {t('offer.use')}
      </Button>
      <Button size="xs" variant="default" onClick={() => onDismiss(offer)}>
        {t('offer.dismiss')}
      </Button>
    </Group>
  ));
}

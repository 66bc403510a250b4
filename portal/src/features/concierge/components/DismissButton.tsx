import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Delivery, DeliveryStatus } from '../api/types';
import { DismissDialog } from './DismissDialog';
import { isHeldBack } from './ResendButton';

/** Statuses of which the API lets one dismiss. */
const TROUBLED: readonly DeliveryStatus[] = ['undelivered', 'failed', 'unknown'];

/** Takes a message that somebody must look at off the lists, unsent. */
export function DismissButton({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation('concierge');
  const [opened, setOpened] = useState(false);
  const isTroubled = TROUBLED.includes(delivery.status) || isHeldBack(delivery);
  if (!isTroubled || delivery.resentAs) return null;
  const name = t('delivery.name', {
    kind: t(`delivery.kind.${delivery.kind}`),
    to: t(`delivery.to.${delivery.to}`),
  });
  return (
    <>
      <Button
        size="xs"
        variant="default"
        aria-label={t('delivery.dismissThis', { name })}
        onClick={() => setOpened(true)}
      >
        {t('delivery.dismiss')}
      </Button>
      {opened && <DismissDialog delivery={delivery} onClose={() => setOpened(false)} />}
    </>
  );
}

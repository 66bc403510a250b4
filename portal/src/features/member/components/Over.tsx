import { Alert, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../../../shared/api/types';
import type { Open } from './choices';

/** What became of a proposal while the member was about to answer it, if it can't be answered. */
export function overAs({ choice }: Open, now: Booking): 'expired' | 'cancelled' | null {
  if (choice !== 'accept' && choice !== 'decline') return null;
  if (now.status === 'expired') return 'expired';
  // A proposal that was just declined is cancelled, too.
  return choice === 'accept' && now.status === 'cancelled' ? 'cancelled' : null;
}

/** Says so in place of the dialog, and takes the focus from it. */
export function Over({ as, name }: { as: 'expired' | 'cancelled'; name: string }) {
  const { t } = useTranslation('member');
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <Alert
      ref={box}
      tabIndex={-1}
      role="alert"
      color="yellow"
      variant="light"
      mb="md"
      title={t(`over.${as}.title`)}
    >
      <Text size="sm">{t(`over.${as}.text`, { name })}</Text>
    </Alert>
  );
}

import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useMyBookings } from '../api/useMyBookings';

/** How many proposals wait for the member's answer. */
export function PendingCount() {
  const { t } = useTranslation('member');
  const count = useMyBookings('pending').data?.length ?? 0;
  if (count === 0) return null;
  return (
    <Badge size="sm" circle aria-label={t('bookings.waiting', { count })} role="img">
      {count}
    </Badge>
  );
}

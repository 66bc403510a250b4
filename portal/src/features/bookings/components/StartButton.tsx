import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Booking } from '../../../shared/api/types';
import { isAllowed, opensAt } from '../../../shared/bookings/allowed';
import { useNow } from '../../../shared/time/now';

interface Props {
  booking: Booking;
  size?: 'sm' | 'md';
}

/**
 * Starts the session, if it is time. A video session opens in a tab of its own, a phone
 * session has a page on which there is something to do before the hour, too.
 */
export function StartButton({ booking, size = 'sm' }: Props) {
  const { t } = useTranslation('bookings');
  const now = useNow(1_000);
  const { id, actions, sessionType, status } = booking;
  const from = opensAt(actions.start, now);
  const allowed = isAllowed(actions.start, now);
  const open = status === 'confirmed' || status === 'ongoing';
  if (sessionType === 'phone') {
    return open ? (
      <Button
        size={size}
        variant={allowed ? 'filled' : 'default'}
        component={Link}
        href={`/bookings/${id}/phone`}
      >
        {t('action.phone')}
      </Button>
    ) : null;
  }
  if (from) {
    return (
      <Button size={size} disabled>
        {t('action.start')}
      </Button>
    );
  }
  if (!allowed) return null;
  return (
    // The new tab is ours: without its opener the browser would not hand it the session.
    <Button size={size} component="a" href={`/call/${id}`} target="_blank" rel="opener">
      {t(status === 'ongoing' ? 'action.return' : 'action.start')}
    </Button>
  );
}

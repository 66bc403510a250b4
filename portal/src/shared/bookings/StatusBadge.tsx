import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Booking, Status } from '../api/types';

const COLOURS: Record<Status, string> = {
  pending: 'yellow',
  confirmed: 'teal',
  ongoing: 'teal',
  completed: 'gray',
  cancelled: 'red',
  expired: 'gray',
  no_show: 'red',
};

/** What became of a booking; of a no-show, whose it was. */
export function StatusBadge({ booking: { status, noShow } }: { booking: Booking }) {
  const { t } = useTranslation();
  return (
    <Badge variant={status === 'ongoing' ? 'filled' : 'light'} color={COLOURS[status]}>
      {status === 'no_show' && noShow ? t(`noShowOf.${noShow}`) : t(`status.${status}`)}
    </Badge>
  );
}

import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { zoneName } from '../../../shared/time/format';
import { useNow } from '../../../shared/time/now';
import { Loading } from '../../../shared/ui/Loading';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import { useFoundBookings, type Wanted } from '../api/useFoundBookings';
import { useDeskZone } from '../zone';
import { BookingRow } from './BookingRow';
import classes from './Console.module.css';

/** The bookings that were looked for, with the zone of their times. */
export function FoundBookings({ wanted }: { wanted: Wanted }) {
  const { t, i18n } = useTranslation(['concierge', 'common']);
  const zone = useDeskZone();
  const now = useNow(60_000);
  const found = useFoundBookings(wanted);
  return (
    <>
      <Text size="sm" c="dimmed" mb="xs">
        {t('common:slots.zone', { zone: zoneName(zone, i18n.language, now) })}
      </Text>
      <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      {found.isPending && <Loading />}
      {found.data?.length === 0 && !found.hasNextPage && (
        <Text role="status">{t('bookings.none')}</Text>
      )}
      <ul className={classes.list}>
        {found.data?.map((booking) => (
          <BookingRow key={booking.id} booking={booking} zone={zone} />
        ))}
      </ul>
      {found.hasNextPage && (
        <Button
          variant="default"
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {t('common:action.more')}
        </Button>
      )}
    </>
  );
}

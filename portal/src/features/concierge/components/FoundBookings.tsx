import { Button, Text } from '@mantine/core';
import IconCalendar from '@tabler/icons-react/icons/IconCalendar';
import { useTranslation } from 'react-i18next';

import { byDay } from '../../../shared/time/byDay';
import { longDate, zoneName } from '../../../shared/time/format';
import { useNow } from '../../../shared/time/now';
import { Empty } from '../../../shared/ui/Empty';
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
        <div role="status">
          <Empty icon={IconCalendar} title={t('bookings.none')} text={t('bookings.noneText')} />
        </div>
      )}
      {byDay(found.data ?? [], zone).map(({ date, items }) => (
        <section key={date} aria-labelledby={`day-${date}`}>
          <h3 id={`day-${date}`} className={classes.ofDay}>
            {longDate(items[0]?.startsAt ?? 0, zone, i18n.language)}
          </h3>
          <ul className={classes.list}>
            {items.map((booking) => (
              <BookingRow key={booking.id} booking={booking} zone={zone} />
            ))}
          </ul>
        </section>
      ))}
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

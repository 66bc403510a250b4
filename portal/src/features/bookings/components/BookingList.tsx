import { Button, Title } from '@mantine/core';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { View } from '../../../shared/api/types';
import { useMyZone } from '../../../shared/me/useProfile';
import { byDay } from '../../../shared/time/byDay';
import { longDate } from '../../../shared/time/format';
import { Loading } from '../../../shared/ui/Loading';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import { lazyPart } from '../../../shared/ui/lazyPart';
import { BookingDialog } from './BookingDialog';
import { BookingRow } from './BookingRow';
import classes from './Bookings.module.css';
import type { Open } from './choices';
import { readFilter } from './filter';
import { useFound } from './useFound';
import { useListState } from './useListState';

const Filters = lazyPart(() => import('./Filters'));
const NoBookings = lazyPart(() => import('./NoBookings'));

/** One of the lists, by day. What was read stays on the screen when reading it anew fails. */
export function BookingList({ view }: { view: View }) {
  const { t, i18n } = useTranslation(['bookings', 'common']);
  const zone = useMyZone();
  const { search, set } = useListState();
  const filter = readFilter(search, view);
  const { list, found, searches } = useFound(view, filter);
  const [wantsFilters, setWantsFilters] = useState(searches);
  const [open, setOpen] = useState<Open | null>(null);
  const shown = search.get('open');
  return (
    <>
      {!wantsFilters && list.data?.length !== 0 && (
        <Button size="xs" variant="default" mb="sm" onClick={() => setWantsFilters(true)}>
          {t('search.open')}
        </Button>
      )}
      {wantsFilters && (
        <Suspense fallback={<Loading />}>
          <Filters view={view} filter={filter} found={found?.length} />
        </Suspense>
      )}
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending && <Loading />}
      {list.data?.length === 0 && (
        <Suspense fallback={<Loading />}>
          <NoBookings view={view} />
        </Suspense>
      )}
      {byDay(found ?? [], zone).map(({ date, items }) => (
        <section key={date} aria-labelledby={`day-${date}`}>
          <Title order={2} id={`day-${date}`} className={classes.day}>
            {longDate(items[0]?.startsAt ?? 0, zone, i18n.language)}
          </Title>
          <ul className={classes.list}>
            {items.map((booking) => (
              <li key={booking.id}>
                <BookingRow
                  booking={booking}
                  zone={zone}
                  isOpen={booking.id === shown}
                  onToggle={() => set('open', booking.id === shown ? '' : booking.id)}
                  onChoose={(choice) => setOpen({ choice, booking })}
                />
              </li>
            ))}
          </ul>
        </section>
      ))}
      <BookingDialog open={open} zone={zone} onClose={() => setOpen(null)} />
      {list.hasNextPage && (
        <Button
          variant="default"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t(searches ? 'search.further' : 'common:action.more')}
        </Button>
      )}
    </>
  );
}

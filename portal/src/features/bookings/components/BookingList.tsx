import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { View } from '../../../shared/api/types';
import { useMyZone } from '../../../shared/me/useProfile';
import { Loading } from '../../../shared/ui/Loading';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import { useBookings } from '../api/useBookings';
import { BookingCard } from './BookingCard';
import { BookingDialog } from './BookingDialog';
import classes from './Bookings.module.css';
import type { Open } from './choices';

/** One of the lists. What was read stays on the screen when reading it anew fails. */
export function BookingList({ view }: { view: View }) {
  const { t } = useTranslation(['bookings', 'common']);
  const zone = useMyZone();
  const list = useBookings(view);
  const [open, setOpen] = useState<Open | null>(null);
  return (
    <>
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending && <Loading />}
      {list.data?.length === 0 && <Text>{t(`empty.${view}`)}</Text>}
      <ul className={classes.list}>
        {list.data?.map((booking) => (
          <li key={booking.id}>
            <BookingCard
              booking={booking}
              zone={zone}
              onChoose={(choice) => setOpen({ choice, booking })}
            />
          </li>
        ))}
      </ul>
      <BookingDialog open={open} zone={zone} onClose={() => setOpen(null)} />
      {list.hasNextPage && (
        <Button
          variant="default"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t('common:action.more')}
        </Button>
      )}
    </>
  );
}

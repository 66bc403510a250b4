import { Button } from '@mantine/core';
import IconCalendar from '@tabler/icons-react/icons/IconCalendar';
import IconClock from '@tabler/icons-react/icons/IconClock';
import IconHistory from '@tabler/icons-react/icons/IconHistory';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Booking, View } from '../../../shared/api/types';
import { useMyZone } from '../../../shared/me/useProfile';
import { Empty } from '../../../shared/ui/Empty';
import { Loading } from '../../../shared/ui/Loading';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import { useLatest } from '../api/useLatest';
import { useMyBookings } from '../api/useMyBookings';
import { BookingCard } from './BookingCard';
import { BookingDialog } from './BookingDialog';
import type { Choice, Open } from './choices';
import { Done } from './Done';
import classes from './Member.module.css';
import { Over, overAs } from './Over';

const ICONS = { upcoming: IconCalendar, pending: IconClock, past: IconHistory };

/** One of the lists. What was read stays on the screen when reading it anew fails. */
export function BookingList({ view }: { view: View }) {
  const { t } = useTranslation(['member', 'common']);
  const zone = useMyZone();
  const list = useMyBookings(view);
  const [open, setOpen] = useState<Open | null>(null);
  const [done, setDone] = useState<Open | null>(null);
  const opener = useRef<Element | null>(null);
  const choose = (choice: Choice, booking: Booking) => {
    opener.current = document.activeElement;
    setDone(null);
    setOpen({ choice, booking });
  };
  const close = () => {
    setOpen(null);
    if (opener.current instanceof HTMLElement) opener.current.focus();
  };
  const finish = (booking: Booking) => {
    if (open) setDone({ choice: open.choice, booking });
    setOpen(null);
  };
  const current = useLatest(open?.booking);
  const over = open && current && overAs(open, current);
  return (
    <>
      {done && <Done choice={done.choice} booking={done.booking} zone={zone} />}
      {over && <Over as={over} name={open.booking.provider.name} />}
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending && <Loading />}
      {list.data?.length === 0 && (
        <Empty
          icon={ICONS[view]}
          title={t(`bookings.empty.${view}`)}
          text={t(`bookings.emptyText.${view}`)}
        >
          {view === 'upcoming' && (
            <Button component={Link} href="/book">
              {t('bookings.book')}
            </Button>
          )}
        </Empty>
      )}
      <ul className={classes.list}>
        {list.data?.map((booking) => (
          <li key={booking.id}>
            <BookingCard
              view={view}
              booking={booking}
              zone={zone}
              onChoose={(choice) => choose(choice, booking)}
            />
          </li>
        ))}
      </ul>
      {open && current && !over && (
        <BookingDialog
          choice={open.choice}
          booking={current}
          zone={zone}
          onClose={close}
          onDone={finish}
        />
      )}
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

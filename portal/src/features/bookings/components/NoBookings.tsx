import { Button } from '@mantine/core';
import IconCalendar from '@tabler/icons-react/icons/IconCalendar';
import IconClock from '@tabler/icons-react/icons/IconClock';
import IconHistory from '@tabler/icons-react/icons/IconHistory';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { View } from '../../../shared/api/types';
import { Empty } from '../../../shared/ui/Empty';

const ICONS = { upcoming: IconCalendar, pending: IconClock, past: IconHistory };

/** A list that has nothing yet, and what will be in it. */
export default function NoBookings({ view }: { view: View }) {
  const { t } = useTranslation('bookings');
  return (
    <Empty icon={ICONS[view]} title={t(`empty.${view}`)} text={t(`emptyText.${view}`)}>
      {view === 'upcoming' && (
        <Button component={Link} href="/create-booking">
          {t('today.propose')}
        </Button>
      )}
    </Empty>
  );
}

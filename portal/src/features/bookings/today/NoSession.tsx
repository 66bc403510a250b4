import { Button, Paper, Title } from '@mantine/core';
import IconCalendar from '@tabler/icons-react/icons/IconCalendar';
import IconClock from '@tabler/icons-react/icons/IconClock';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { useSchedule } from '../../../shared/schedule/useSchedule';
import { Empty } from '../../../shared/ui/Empty';
import classes from './Today.module.css';

/** Nothing is ahead. Whoever has no hours yet can't be booked, and is told how that changes. */
export function NoSession() {
  const { t } = useTranslation('bookings');
  const { data } = useSchedule('me');
  const isNew = data?.schedule === null;
  return (
    <section aria-labelledby="next">
      <Title order={2} id="next" className={classes.heading}>
        {t('today.next')}
      </Title>
      <Paper withBorder p="lg" className={classes.hero}>
        <Empty
          icon={isNew ? IconClock : IconCalendar}
          title={t(isNew ? 'today.noHours' : 'empty.upcoming')}
        >
          <Button component={Link} href={isNew ? '/schedule' : '/create-booking'} mt="xs">
            {t(isNew ? 'today.setHours' : 'today.propose')}
          </Button>
        </Empty>
      </Paper>
    </section>
  );
}

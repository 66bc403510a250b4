import { Button, Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';

import { everyWord } from '../../shared/api/everyWord';
import type { View } from '../../shared/api/types';
import { NotFound } from '../../shared/ui/NotFound';
import { PageTitle } from '../../shared/ui/PageTitle';
import { BookingList } from './components/BookingList';
import classes from './components/Member.module.css';
import { PendingCount } from './components/PendingCount';
import type {} from './i18n/catalogue';

const VIEWS = everyWord<View>({ upcoming: true, pending: true, past: true });

/** A member's bookings: upcoming and ongoing, proposals to answer, past. */
export default function BookingsPage({ view = 'upcoming' }: { view?: string | undefined }) {
  const { t } = useTranslation('member');
  const [, go] = useLocation();
  const open = VIEWS.find((each) => each === view);
  if (!open) return <NotFound />;
  return (
    <>
      <div className={classes.head}>
        <PageTitle>{t('bookings.title')}</PageTitle>
        <Button component={Link} href="/book" variant="default" mb="md">
          {t('bookings.book')}
        </Button>
      </div>
      <Tabs value={open} onChange={(next) => go(`/bookings/${next ?? 'upcoming'}`)}>
        <Tabs.List mb="md" aria-label={t('bookings.title')}>
          {VIEWS.map((each) => (
            <Tabs.Tab
              key={each}
              value={each}
              rightSection={each === 'pending' ? <PendingCount /> : undefined}
            >
              {t(`bookings.view.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {VIEWS.map((each) => (
          <Tabs.Panel key={each} value={each}>
            {each === open && <BookingList view={each} />}
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}

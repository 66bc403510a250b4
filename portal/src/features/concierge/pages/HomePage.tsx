import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { PageTitle } from '../../../shared/ui/PageTitle';
import { BookingSearch } from '../components/BookingSearch';
import classes from '../components/Console.module.css';
import { TodayBoard } from '../components/TodayBoard';
import { WEEK } from '../paths';

/** Where the concierge starts: the day is watched here, and bookings are found. */
export default function HomePage() {
  const { t } = useTranslation('concierge');
  return (
    <>
      <div className={classes.head}>
        <PageTitle>{t('home')}</PageTitle>
        <Button component={Link} href={WEEK} variant="default">
          {t('grid.title')}
        </Button>
      </div>
      <TodayBoard />
      <BookingSearch />
    </>
  );
}

import { useTranslation } from 'react-i18next';

import { PageTitle } from '../../../shared/ui/PageTitle';
import { BookingSearch } from '../components/BookingSearch';
import { PeopleSearch } from '../components/PeopleSearch';
import { TodayBoard } from '../components/TodayBoard';

/** Where the concierge starts: people are found here, the day is watched, and bookings are found. */
export default function HomePage() {
  const { t } = useTranslation('concierge');
  return (
    <>
      <PageTitle>{t('home')}</PageTitle>
      <PeopleSearch />
      <TodayBoard />
      <BookingSearch />
    </>
  );
}

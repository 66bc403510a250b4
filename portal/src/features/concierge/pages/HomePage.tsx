import { useTranslation } from 'react-i18next';

import { PageTitle } from '../../../shared/ui/PageTitle';
import { BookingSearch } from '../components/BookingSearch';
import { TodayBoard } from '../components/TodayBoard';

/** Where the concierge starts: the day is watched here, and bookings are found. */
export default function HomePage() {
  const { t } = useTranslation('concierge');
  return (
    <>
      <PageTitle>{t('home')}</PageTitle>
      <TodayBoard />
      <BookingSearch />
    </>
  );
}

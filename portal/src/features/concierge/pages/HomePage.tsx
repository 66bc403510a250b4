import { useTranslation } from 'react-i18next';

import { PageTitle } from '../../../shared/ui/PageTitle';
import { BookingSearch } from '../components/BookingSearch';
import { PeopleSearch } from '../components/PeopleSearch';

/** Where the concierge starts: people and bookings are found here. */
export default function HomePage() {
  const { t } = useTranslation('concierge');
  return (
    <>
      <PageTitle>{t('home')}</PageTitle>
      <PeopleSearch />
      <BookingSearch />
    </>
  );
}

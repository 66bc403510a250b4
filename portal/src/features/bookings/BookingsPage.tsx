import { useTranslation } from 'react-i18next';

import { PageTitle } from '../../shared/ui/PageTitle';
import type {} from './i18n/catalogue';

/** To come. */
export default function BookingsPage({ view = 'upcoming' }: { view?: string | undefined }) {
  const { t } = useTranslation('bookings');
  return <PageTitle>{`${t('title')} ${view}`}</PageTitle>;
}

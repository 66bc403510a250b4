import { useTranslation } from 'react-i18next';

import { PageTitle } from '../../shared/ui/PageTitle';
import type {} from './i18n/catalogue';

/** To come. */
export default function CreateBookingPage() {
  const { t } = useTranslation('create-booking');
  return <PageTitle>{t('title')}</PageTitle>;
}

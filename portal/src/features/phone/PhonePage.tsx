import { useTranslation } from 'react-i18next';

import { PageTitle } from '../../shared/ui/PageTitle';
import type {} from './i18n/catalogue';

/** To come. */
export default function PhonePage({ bookingId }: { bookingId: string }) {
  const { t } = useTranslation('phone');
  return <PageTitle>{`${t('title')} ${bookingId}`}</PageTitle>;
}

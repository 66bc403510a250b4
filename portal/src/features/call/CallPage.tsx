import { useTranslation } from 'react-i18next';

import { PageTitle } from '../../shared/ui/PageTitle';
import type {} from './i18n/catalogue';

/** To come. */
export default function CallPage({ bookingId }: { bookingId: string }) {
  const { t } = useTranslation('call');
  return <PageTitle>{`${t('title')} ${bookingId}`}</PageTitle>;
}

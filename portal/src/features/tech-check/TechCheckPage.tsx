import { useTranslation } from 'react-i18next';

import { PageTitle } from '../../shared/ui/PageTitle';
import type {} from './i18n/catalogue';

/** To come. */
export default function TechCheckPage() {
  const { t } = useTranslation('tech-check');
  return <PageTitle>{t('title')}</PageTitle>;
}

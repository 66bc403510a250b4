import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { TechCheck } from '../../shared/devices/TechCheck';
import { PageTitle } from '../../shared/ui/PageTitle';
import type {} from './i18n/catalogue';

/** Where anybody can see, before a session, whether it will work on this device. */
export default function TechCheckPage() {
  const { t } = useTranslation('tech-check');
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <Text mb="md">{t('intro')}</Text>
      <TechCheck />
    </>
  );
}

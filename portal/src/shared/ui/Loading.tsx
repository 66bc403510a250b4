import { Center, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Something is on its way. */
export function Loading() {
  const { t } = useTranslation();
  return (
    <Center role="status" aria-label={t('loading')} py="xl">
      <Loader type="dots" />
    </Center>
  );
}

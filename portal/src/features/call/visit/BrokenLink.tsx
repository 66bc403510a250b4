import { Alert, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { GetHelp } from '../../../shared/help/GetHelp';
import { PageTitle } from '../../../shared/ui/PageTitle';
import type { Break } from '../link/readLink';

/** Says what is wrong with a link that has no whole token, and how to get the whole. */
export function BrokenLink({ how }: { how: Break }) {
  const { t } = useTranslation('call');
  return (
    <>
      <PageTitle>{t('visit.untitled')}</PageTitle>
      <Alert role="alert" color="yellow" variant="light" title={t(`link.${how}.title`)} mb="md">
        <Text size="sm">{t(`link.${how}.text`)}</Text>
      </Alert>
      <Text size="sm">{t('link.help')}</Text>
      <GetHelp />
    </>
  );
}

import { Alert, Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useSession } from '../shared/auth/SessionProvider';
import { PageTitle } from '../shared/ui/PageTitle';
import { useServiceName } from '../shared/ui/ServiceName';

/** The page of whoever is not signed in. */
export function SignIn({ failed }: { failed: boolean }) {
  const { t } = useTranslation();
  const session = useSession();
  const service = useServiceName();
  return (
    <>
      <PageTitle>{t('signIn.title', { service })}</PageTitle>
      {failed && (
        <Alert role="alert" color="red" variant="light" mb="md">
          {t('signIn.failed')}
        </Alert>
      )}
      <Text mb="md">{t('signIn.text')}</Text>
      <Button size="md" mb="xl" onClick={() => void session.signIn()}>
        {t('account.signIn')}
      </Button>
      <Text c="dimmed" size="sm">
        {t('signIn.link')}
      </Text>
    </>
  );
}

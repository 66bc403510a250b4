import { Alert, Button, Paper, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ApiError, NOTHING_KEPT } from '../shared/api/problem';
import { useSession } from '../shared/auth/SessionProvider';
import { outlivesPage } from '../shared/storage';
import { PageTitle } from '../shared/ui/PageTitle';
import { ProblemAlert } from '../shared/ui/ProblemAlert';
import { useServiceName } from '../shared/ui/ServiceName';
import classes from './Shell.module.css';

/** The page of whoever is not signed in. */
export function SignIn({ failed }: { failed: boolean }) {
  const { t } = useTranslation();
  const session = useSession();
  const service = useServiceName();
  const [isLeaving, setLeaving] = useState(false);
  const [error, setError] = useState<unknown>(() =>
    failed && !outlivesPage() ? new ApiError(NOTHING_KEPT, 0) : null,
  );
  const signIn = () => {
    setError(null);
    setLeaving(true);
    session
      .signIn()
      .catch(setError)
      // Also for who comes back to this page.
      .finally(() => setLeaving(false));
  };
  return (
    <Paper withBorder p="xl" className={classes.welcome}>
      <img src="/icon.svg" alt="" width={56} height={56} />
      <PageTitle>{t('signIn.title', { service })}</PageTitle>
      {failed && !error && (
        <Alert role="alert" color="red" variant="light" mb="md">
          {t('signIn.failed')}
        </Alert>
      )}
      <Text mb="md">{t('signIn.text')}</Text>
      <ProblemAlert error={error} />
      <Button size="md" mb="lg" loading={isLeaving} onClick={signIn}>
        {t('account.signIn')}
      </Button>
      <Text c="dimmed" size="sm">
        {t('signIn.link')}
      </Text>
    </Paper>
  );
}

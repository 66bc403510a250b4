import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useSession } from '../shared/auth/SessionProvider';
import type { Me } from '../shared/auth/session';
import classes from './Shell.module.css';

/** Who is signed in, and the way out. */
export function Account({ me }: { me: Me }) {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <>
      <Text size="sm" className={classes.me}>
        {t('account.signedInAs', { name: me.name })}
      </Text>
      <Button size="xs" variant="default" onClick={() => void session.signOut()}>
        {t('account.signOut')}
      </Button>
    </>
  );
}

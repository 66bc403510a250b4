import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useSession } from '../shared/auth/SessionProvider';
import type { Me } from '../shared/auth/me';
import { Dialog } from '../shared/ui/Dialog';
import classes from './Shell.module.css';

/** Who is signed in, and the way out. Asks first while a call runs in another tab. */
export function Account({ me }: { me: Me }) {
  const { t } = useTranslation();
  const session = useSession();
  const [asks, setAsks] = useState(false);
  const [isLeaving, setLeaving] = useState(false);
  const signOut = async () => {
    setLeaving(true);
    if (await session.isInCallElsewhere()) setAsks(true);
    else await session.signOut();
    // Also for who comes back to this page.
    setLeaving(false);
  };
  return (
    <>
      <Text size="sm" className={classes.me}>
        {t('account.signedInAs', { name: me.name })}
      </Text>
      <Button
        size="xs"
        variant="default"
        aria-live="polite"
        data-disabled={isLeaving}
        onClick={() => {
          if (!isLeaving) void signOut();
        }}
      >
        {t(isLeaving ? 'account.signingOut' : 'account.signOut')}
      </Button>
      <Dialog opened={asks} onClose={() => setAsks(false)} title={t('account.inCall.title')}>
        <Text mb="md">{t('account.inCall.text')}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setAsks(false)}>
            {t('account.inCall.stay')}
          </Button>
          <Button onClick={() => void session.signOutAfterCall()}>
            {t('account.inCall.later')}
          </Button>
        </Group>
      </Dialog>
    </>
  );
}

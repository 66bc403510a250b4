import { Button, Text } from '@mantine/core';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useSession } from '../shared/auth/SessionProvider';
import type { Me } from '../shared/auth/me';
import { LoadingDialog } from '../shared/ui/Loading';
import { lazyPart } from '../shared/ui/lazyPart';
import classes from './Shell.module.css';

const SignOutDialog = lazyPart(() => import('./SignOutDialog'));

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
  const close = () => setAsks(false);
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
      {asks && (
        <Suspense fallback={<LoadingDialog onClose={close} />}>
          <SignOutDialog onClose={close} />
        </Suspense>
      )}
    </>
  );
}

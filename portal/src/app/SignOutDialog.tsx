import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useSession } from '../shared/auth/SessionProvider';
import { Dialog } from '../shared/ui/Dialog';

/** Asks whether to sign out although a call runs in another tab. */
export default function SignOutDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <Dialog opened onClose={onClose} title={t('account.inCall.title')}>
      <Text mb="md">{t('account.inCall.text')}</Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('account.inCall.stay')}
        </Button>
        <Button onClick={() => void session.signOutAfterCall()}>{t('account.inCall.later')}</Button>
      </Group>
    </Dialog>
  );
}

import { Button, Group, List } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Dialog } from '../../../shared/ui/Dialog';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import type { useInvite } from '../api/useInvite';

interface Props {
  name: string;
  invite: ReturnType<typeof useInvite>;
  onClose: () => void;
}

/** Says what it means to invite somebody of staff who has a password already, before it is done (A8). */
export function InviteAnewDialog({ name, invite, onClose }: Props) {
  const { t } = useTranslation(['concierge', 'common']);
  return (
    <Dialog opened onClose={onClose} title={t('account.anew.title', { name })}>
      <ProblemAlert error={invite.error} />
      <List mb="md" spacing="xs">
        <List.Item>{t('account.anew.why')}</List.Item>
        <List.Item>{t('account.anew.out')}</List.Item>
        <List.Item>{t('account.anew.sure')}</List.Item>
      </List>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('common:action.back')}
        </Button>
        <Button
          loading={invite.isPending}
          onClick={() => invite.mutate(undefined, { onSuccess: onClose })}
        >
          {t('account.inviteAnew')}
        </Button>
      </Group>
    </Dialog>
  );
}

import { Button, Group, List } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Dialog } from '../../../shared/ui/Dialog';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import type { Role } from '../api/types';
import type { useDeactivate } from '../api/useAccess';

interface Props {
  role: Role;
  name: string;
  deactivate: ReturnType<typeof useDeactivate>;
  onClose: () => void;
}

/** Says what it means to deactivate a person, before it is done. */
export function DeactivateDialog({ role, name, deactivate, onClose }: Props) {
  const { t } = useTranslation(['concierge', 'common']);
  return (
    <Dialog opened onClose={onClose} title={t('account.ask.title', { name })}>
      <ProblemAlert error={deactivate.error} />
      <List mb="md" spacing="xs">
        <List.Item>{t('account.ask.signIn')}</List.Item>
        <List.Item>{t(`account.ask.reach.${role}`)}</List.Item>
        {role !== 'concierge' && (
          <>
            <List.Item>{t('account.ask.running')}</List.Item>
            <List.Item>{t('account.ask.booked')}</List.Item>
          </>
        )}
      </List>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('common:action.back')}
        </Button>
        <Button
          color="red"
          loading={deactivate.isPending}
          onClick={() => deactivate.mutate(undefined, { onSuccess: onClose })}
        >
          {t('account.ask.yes')}
        </Button>
      </Group>
    </Dialog>
  );
}

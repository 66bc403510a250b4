import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

import type { Booking } from '../../../shared/api/types';
import { useChange } from '../../../shared/api/useChange';
import { Dialog } from '../../../shared/ui/Dialog';
import { letGo } from '../../../shared/ui/leaving';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import type { HostSide } from '../api/host';
import { setResumes } from './resume';

interface Props {
  booking: Booking;
  side: HostSide;
  onClose: () => void;
}

/** Asks whether a session that fails by video is to go on by telephone. */
export function PhoneDialog({ booking: { id, member }, side, onClose }: Props) {
  const { t } = useTranslation(['call', 'common']);
  const [, go] = useLocation();
  const change = useChange({
    says: () => ({ what: 'phone' }),
    mutationFn: side.switchToPhone,
    onSuccess: () => {
      setResumes(id, false);
      letGo();
      go(`/bookings/${id}/phone`);
    },
  });
  return (
    <Dialog opened onClose={onClose} title={t('phone.title')}>
      <ProblemAlert error={change.error} />
      <Text mb="md">{t('phone.text', { name: member.name })}</Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('common:action.back')}
        </Button>
        <Button loading={change.isPending} onClick={() => change.mutate()}>
          {t('phone.switch')}
        </Button>
      </Group>
    </Dialog>
  );
}

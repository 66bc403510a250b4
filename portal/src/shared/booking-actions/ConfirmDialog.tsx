import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../api/types';
import { Dialog } from '../ui/Dialog';
import { ProblemAlert } from '../ui/ProblemAlert';
import type {} from './i18n/catalogue';
import { useBookingAction } from './useBookingAction';

interface Props {
  what: 'no-show' | 'end';
  booking: Booking;
  onClose: () => void;
}

/** Asks once more before something that can't be undone. */
export default function ConfirmDialog({ what, booking, onClose }: Props) {
  const { t } = useTranslation(['booking-actions', 'common']);
  const action = useBookingAction(booking);
  const confirm = () => action.mutate({ do: what }, { onSuccess: onClose });
  const name = booking.member.name;
  return (
    <Dialog opened onClose={onClose} title={t(`confirm.${what}.title`)}>
      <ProblemAlert error={action.error} />
      <Text mb="md">{t(`confirm.${what}.text`, { name })}</Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('common:action.back')}
        </Button>
        <Button color="red" loading={action.isPending} onClick={confirm}>
          {t(`confirm.${what}.yes`, { name })}
        </Button>
      </Group>
    </Dialog>
  );
}

import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../api/types';
import { Dialog } from '../ui/Dialog';
import { ProblemAlert } from '../ui/ProblemAlert';
import type {} from './i18n/catalogue';
import { useBookingAction } from './useBookingAction';

const COLOURS = { accept: 'teal', decline: 'red', 'no-show': 'red', end: 'red' } as const;

interface Props {
  what: keyof typeof COLOURS;
  booking: Booking;
  onClose: () => void;
  /** It is done; otherwise the dialog just closes. */
  onDone?: (booking: Booking) => void;
}

/** Asks once more before something that can't be undone, or that binds. */
export default function ConfirmDialog({ what, booking, onClose, onDone = onClose }: Props) {
  const { t } = useTranslation(['booking-actions', 'common']);
  const isAnswer = what === 'accept' || what === 'decline';
  const action = useBookingAction(booking, isAnswer ? 'member' : 'provider');
  const confirm = () => action.mutate({ do: what }, { onSuccess: onDone });
  const { name } = isAnswer ? booking.provider : booking.member;
  return (
    <Dialog opened onClose={onClose} title={t(`confirm.${what}.title`)}>
      <ProblemAlert error={action.error} />
      <Text mb="md">{t(`confirm.${what}.text`, { name })}</Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('common:action.back')}
        </Button>
        <Button color={COLOURS[what]} loading={action.isPending} onClick={confirm}>
          {t(`confirm.${what}.yes`, { name })}
        </Button>
      </Group>
    </Dialog>
  );
}

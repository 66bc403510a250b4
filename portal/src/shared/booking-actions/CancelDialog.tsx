import { Alert, Button, Group, NativeSelect, Text, Textarea } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../api/types';
import { storedReason, type Reason } from '../bookings/useReasonWords';
import { usePolicy } from '../policy/usePolicy';
import { span } from '../time/format';
import { useNow } from '../time/now';
import { Dialog } from '../ui/Dialog';
import { ProblemAlert } from '../ui/ProblemAlert';
import type {} from './i18n/catalogue';
import { useBookingAction } from './useBookingAction';

/** What each side says, and what the concierge says for others. */
const OFFERED = {
  provider: ['time_conflict', 'emergency', 'member_asked', 'technical'],
  member: ['time_conflict', 'no_longer_needed', 'emergency', 'technical'],
  concierge: ['member_asked', 'provider_asked', 'emergency', 'technical'],
} as const satisfies Record<string, readonly Reason[]>;

interface Props {
  /** Who cancels. */
  by: keyof typeof OFFERED;
  booking: Booking;
  onClose: () => void;
  /** It is done; otherwise the dialog just closes. */
  onDone?: (booking: Booking) => void;
}

/** Cancels a booking for a reason that is chosen, or in words of one's own. None is chosen at first. */
export default function CancelDialog({ by, booking, onClose, onDone = onClose }: Props) {
  const { t, i18n } = useTranslation(['booking-actions', 'common']);
  const action = useBookingAction(booking, by);
  const now = useNow(60_000);
  const [reason, setReason] = useState<Reason | 'other' | ''>('');
  const [words, setWords] = useState('');
  const [missing, setMissing] = useState(false);
  // B6. Until it is known the dialog says nothing of it.
  const late = usePolicy()?.lateChangeMinutes;
  const isLate = late !== undefined && Date.parse(booking.startsAt) - now < late * 60_000;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setMissing(true);
    const said = reason === 'other' ? words.trim() : reason && storedReason(reason);
    if (said === '') return;
    const body = { reason: said };
    action.mutate({ do: 'cancel', body }, { onSuccess: onDone });
  };
  const { name } = by === 'member' ? booking.provider : booking.member;
  return (
    <Dialog opened onClose={onClose} title={t('cancel.title', { name })}>
      <form onSubmit={submit} noValidate>
        <ProblemAlert error={action.error} />
        {isLate && (
          <Alert role="note" color="yellow" variant="light" mb="md">
            {t(by === 'member' ? 'cancel.lateForMember' : 'cancel.late', {
              length: span(late, i18n.language),
            })}
          </Alert>
        )}
        <Text mb="md">{t('cancel.text')}</Text>
        <NativeSelect
          label={t('cancel.reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value as Reason)}
          data={[
            { value: '', label: t('cancel.choose'), disabled: true },
            ...OFFERED[by].map((value) => ({ value, label: t(`common:reason.${value}`) })),
            { value: 'other', label: t('cancel.other') },
          ]}
          error={missing && reason === '' ? t('cancel.chooseMissing') : undefined}
          mb="md"
        />
        {reason === 'other' && (
          <Textarea
            label={t('cancel.words')}
            description={t('cancel.wordsHint')}
            value={words}
            maxLength={500}
            autosize
            minRows={2}
            onChange={(event) => setWords(event.currentTarget.value)}
            error={missing && words.trim() === '' ? t('cancel.missing') : undefined}
            mb="md"
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('cancel.keep')}
          </Button>
          <Button type="submit" color="red" loading={action.isPending}>
            {t('cancel.yes')}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}

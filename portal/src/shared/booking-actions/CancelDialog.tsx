import { Alert, Button, Group, NativeSelect, Text, Textarea } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../api/types';
import { useNow } from '../time/now';
import { Dialog } from '../ui/Dialog';
import { ProblemAlert } from '../ui/ProblemAlert';
import type {} from './i18n/catalogue';
import { useBookingAction } from './useBookingAction';

/** What each side says, and what the concierge says for others. */
const REASONS = {
  provider: ['ill', 'emergency', 'memberAsked', 'technical', 'other'],
  member: ['time', 'emergency', 'notNeeded', 'technical', 'other'],
  concierge: ['memberAsked', 'providerAsked', 'emergency', 'technical', 'other'],
} as const;

type Reason = (typeof REASONS)[keyof typeof REASONS][number];

/** B6: nearer to the start than this, a cancellation counts as late. */
const LATE_MS = 24 * 3600_000;

interface Props {
  /** Who cancels. */
  by: keyof typeof REASONS;
  booking: Booking;
  onClose: () => void;
  /** It is done; otherwise the dialog just closes. */
  onDone?: (booking: Booking) => void;
}

/** Cancels a booking for a reason that is chosen, with words of one's own if need be. */
export default function CancelDialog({ by, booking, onClose, onDone = onClose }: Props) {
  const { t } = useTranslation('booking-actions');
  const action = useBookingAction(booking);
  const now = useNow(60_000);
  const [reason, setReason] = useState<Reason>(REASONS[by][0]);
  const [words, setWords] = useState('');
  const [missing, setMissing] = useState(false);
  const isLate = Date.parse(booking.startsAt) - now < LATE_MS;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const said = words.trim();
    if (reason === 'other' && said === '') {
      setMissing(true);
      return;
    }
    const chosen = reason === 'other' ? '' : t(`cancel.reasons.${reason}`);
    const body = { reason: [chosen, said].filter(Boolean).join(': ') };
    action.mutate({ do: 'cancel', body }, { onSuccess: onDone });
  };
  const { name } = by === 'member' ? booking.provider : booking.member;
  return (
    <Dialog opened onClose={onClose} title={t('cancel.title', { name })}>
      <form onSubmit={submit} noValidate>
        <ProblemAlert error={action.error} />
        {isLate && (
          <Alert role="note" color="yellow" variant="light" mb="md">
            {t(by === 'member' ? 'cancel.lateForMember' : 'cancel.late')}
          </Alert>
        )}
        <Text mb="md">{t('cancel.text')}</Text>
        <NativeSelect
          label={t('cancel.reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value as Reason)}
          data={REASONS[by].map((value) => ({ value, label: t(`cancel.reasons.${value}`) }))}
          mb="md"
        />
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

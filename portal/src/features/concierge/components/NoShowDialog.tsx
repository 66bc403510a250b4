import { Button, Group, Text, Textarea } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { ApiError } from '../../../shared/api/problem';
import type { Booking } from '../../../shared/api/types';
import { useBookingAction } from '../../../shared/booking-actions/useBookingAction';
import { Dialog } from '../../../shared/ui/Dialog';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';

interface Props {
  booking: Booking;
  onClose: () => void;
}

/** Marks a member as not shown, by the record of the session or, with a reason, against it (B7). */
export function NoShowDialog({ booking, onClose }: Props) {
  const { t } = useTranslation(['concierge', 'booking-actions', 'common']);
  const action = useBookingAction(booking, 'concierge');
  const [words, setWords] = useState('');
  const reason = words.trim();
  const { name } = booking.member;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const by = reason === '' ? {} : { body: { reason } };
    action.mutate({ do: 'no-show', ...by }, { onSuccess: onClose });
  };
  return (
    <Dialog opened onClose={onClose} title={t('booking-actions:confirm.no-show.title')}>
      <form onSubmit={submit} noValidate>
        <ProblemAlert error={action.error} />
        <Text mb="md">{t('booking-actions:confirm.no-show.text', { name })}</Text>
        <Textarea
          label={t('noShow.reason')}
          description={t('noShow.hint')}
          value={words}
          maxLength={500}
          autosize
          minRows={2}
          onChange={(event) => setWords(event.currentTarget.value)}
          error={isAgainstRecord(action.error) && reason === '' ? t('noShow.missing') : undefined}
          mb="md"
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:action.back')}
          </Button>
          <Button type="submit" color="red" loading={action.isPending}>
            {t('booking-actions:confirm.no-show.yes', { name })}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}

/** Whether the record says otherwise, which a reason overrules. */
function isAgainstRecord(error: unknown): boolean {
  return error instanceof ApiError && ['member_attended', 'provider_absent'].includes(error.code);
}

import { Button, Checkbox, Group, Text, Textarea } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../api/types';
import { SlotPicker } from '../slots/SlotPicker';
import { dateAndTime, zoneName } from '../time/format';
import { Dialog } from '../ui/Dialog';
import { ProblemAlert } from '../ui/ProblemAlert';
import type {} from './i18n/catalogue';
import { useBookingAction } from './useBookingAction';

interface Props {
  booking: Booking;
  zone: string;
  /** Whether it has to be said that the member knows. */
  asksNotified?: boolean;
  onClose: () => void;
}

/** Moves a booking to another open slot. A provider says that the member knows of it. */
export default function RescheduleDialog({ booking, zone, asksNotified = true, onClose }: Props) {
  const { t, i18n } = useTranslation(['booking-actions', 'common']);
  const action = useBookingAction(booking);
  const [startsAt, setStartsAt] = useState('');
  const [memberNotified, setNotified] = useState(false);
  const [comment, setComment] = useState('');
  const [tried, setTried] = useState(false);
  const { member, provider } = booking;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setTried(true);
    if (startsAt === '' || (asksNotified && !memberNotified)) return;
    const words = comment.trim();
    const body = {
      startsAt,
      ...(asksNotified ? { memberNotified } : {}),
      ...(words === '' ? {} : { comment: words }),
    };
    action.mutate({ do: 'reschedule', body }, { onSuccess: onClose });
  };
  return (
    <Dialog opened onClose={onClose} size="lg" title={t('reschedule.title', { name: member.name })}>
      <form onSubmit={submit} noValidate>
        <ProblemAlert error={action.error} zone={zone} />
        <Text mb="md">
          {t('reschedule.from', { at: dateAndTime(booking.startsAt, zone, i18n.language) })}
        </Text>
        <SlotPicker
          label={t('reschedule.to')}
          providerId={provider.id}
          durationMinutes={booking.durationMinutes}
          zone={zone}
          value={startsAt}
          onChange={setStartsAt}
          error={tried && startsAt === '' ? t('reschedule.missing') : undefined}
        />
        {startsAt !== '' && (
          <Text mb="md">
            {t('forMember', {
              at: dateAndTime(startsAt, member.timeZone, i18n.language),
              zone: zoneName(member.timeZone, i18n.language, startsAt),
            })}
          </Text>
        )}
        <Textarea
          label={t('reschedule.comment')}
          value={comment}
          maxLength={2000}
          autosize
          minRows={2}
          onChange={(event) => setComment(event.currentTarget.value)}
          mb="md"
        />
        {asksNotified && (
          <Checkbox
            label={t('reschedule.notified')}
            checked={memberNotified}
            onChange={(event) => setNotified(event.currentTarget.checked)}
            error={tried && !memberNotified ? t('reschedule.notifiedMissing') : undefined}
            mb="md"
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:action.back')}
          </Button>
          <Button type="submit" loading={action.isPending}>
            {t('reschedule.yes')}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}

import { Button, Checkbox, Group, Text, Textarea } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../api/types';
import { clockOf } from '../slots/clocks';
import { isGone } from '../slots/isGone';
import { NextBest } from '../slots/NextBest';
import { SlotPicker } from '../slots/SlotPicker';
import { dateAndTime, zoneName } from '../time/format';
import { Dialog } from '../ui/Dialog';
import { ProblemAlert } from '../ui/ProblemAlert';
import { WithAdvice } from '../ui/WithAdvice';
import type {} from './i18n/catalogue';
import { useBookingAction } from './useBookingAction';

interface Props {
  /** Who moves it. */
  by?: 'provider' | 'member' | 'concierge';
  booking: Booking;
  zone: string;
  /** A start that is wanted already, if any. */
  first?: string;
  onClose: () => void;
  /** It is done; otherwise the dialog just closes. */
  onDone?: (booking: Booking) => void;
}

/** Moves a booking to another open slot. A provider says that the member knows of it. */
export default function RescheduleDialog({
  by = 'provider',
  booking,
  zone,
  first = '',
  onClose,
  onDone = onClose,
}: Props) {
  const { t, i18n } = useTranslation(['booking-actions', 'common']);
  const action = useBookingAction(booking, by);
  const [startsAt, setStartsAt] = useState(first);
  const [memberNotified, setNotified] = useState(false);
  const [comment, setComment] = useState('');
  const [tried, setTried] = useState(false);
  const { member, provider } = booking;
  const other = by === 'member' ? provider : member;
  const asksNotified = by === 'provider';
  const of = { providerId: provider.id, durationMinutes: booking.durationMinutes, zone };
  const clocks = by === 'concierge' ? [member, provider].map(clockOf) : [clockOf(other)];
  const { error, variables } = action;
  const gone = isGone(error) && variables?.do === 'reschedule' ? variables.body.startsAt : null;
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
    action.mutate(
      { do: 'reschedule', body },
      {
        onSuccess: onDone,
        onError: (error) => {
          if (isGone(error)) setStartsAt('');
        },
      },
    );
  };
  return (
    <Dialog opened onClose={onClose} size="xl" title={t('reschedule.title', { name: other.name })}>
      <form onSubmit={submit} noValidate>
        <Text mb="md">
          {t('reschedule.from', { at: dateAndTime(booking.startsAt, zone, i18n.language) })}
        </Text>
        <SlotPicker
          {...of}
          label={t('reschedule.to')}
          clocks={clocks}
          value={startsAt}
          onChange={setStartsAt}
          error={tried && startsAt === '' ? t('reschedule.missing') : undefined}
        />
        {by !== 'member' && startsAt !== '' && (
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
        <WithAdvice from="booking-actions">
          <ProblemAlert error={error} zone={zone} />
        </WithAdvice>
        {gone !== null && (
          <NextBest {...of} gone={gone} clocks={clocks} value={startsAt} onChange={setStartsAt} />
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

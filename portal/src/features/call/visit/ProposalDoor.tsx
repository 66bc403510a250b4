import { Button, Group, Text } from '@mantine/core';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { isAllowed } from '../../../shared/bookings/allowed';
import { useBookingAction } from '../../../shared/booking-actions/useBookingAction';
import { dateAndTime, minutes } from '../../../shared/time/format';
import { useNow } from '../../../shared/time/now';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import { LoadingDialog } from '../../../shared/ui/Loading';
import { lazyPart } from '../../../shared/ui/lazyPart';
import { DoorCard } from './DoorCard';
import type { DoorProps } from './MemberDoor';
import { When } from './When';

const ConfirmDialog = lazyPart(() => import('../../../shared/booking-actions/ConfirmDialog'));

/** A time that the provider proposes, to be answered here. */
export function ProposalDoor({ booking, onChange }: DoorProps) {
  const { t, i18n } = useTranslation(['call', 'common']);
  const now = useNow(5_000);
  const accept = useBookingAction(booking, 'member');
  const [declines, setDeclines] = useState(false);
  const { provider, member, sessionType, durationMinutes, acceptBy, actions, comment } = booking;
  return (
    <DoorCard
      name={provider.name}
      title={t('proposal.title', { name: provider.name })}
      welcome={t('proposal.welcome', { name: member.name })}
    >
      <When booking={booking} />
      <Text mt="xs">
        {t(`common:sessionType.${sessionType}`)} · {minutes(durationMinutes, i18n.language)}
      </Text>
      {comment && <Text mt="xs">{t('proposal.comment', { words: comment })}</Text>}
      {acceptBy && (
        <Text my="md">
          {t('proposal.by', { at: dateAndTime(acceptBy, member.timeZone, i18n.language) })}
        </Text>
      )}
      <ProblemAlert error={accept.error} />
      <Group gap="sm">
        {isAllowed(actions.accept, now) && (
          <Button
            size="md"
            loading={accept.isPending}
            onClick={() => accept.mutate({ do: 'accept' }, { onSuccess: onChange })}
          >
            {t('proposal.accept')}
          </Button>
        )}
        {isAllowed(actions.decline, now) && (
          <Button size="md" variant="default" onClick={() => setDeclines(true)}>
            {t('proposal.decline')}
          </Button>
        )}
      </Group>
      <Suspense fallback={<LoadingDialog onClose={() => setDeclines(false)} />}>
        {declines && (
          <ConfirmDialog
            what="decline"
            booking={booking}
            onClose={() => setDeclines(false)}
            onDone={onChange}
          />
        )}
      </Suspense>
    </DoorCard>
  );
}

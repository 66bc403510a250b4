import { Button, Group, Text } from '@mantine/core';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { isAllowed } from '../../../shared/bookings/allowed';
import { time, timeToGo } from '../../../shared/time/format';
import { useNow } from '../../../shared/time/now';
import { Loading } from '../../../shared/ui/Loading';
import { lazyPart } from '../../../shared/ui/lazyPart';
import { CalendarButton } from './CalendarButton';
import { DoorCard } from './DoorCard';
import classes from './DoorCard.module.css';
import { EnterButton } from './EnterButton';
import type { DoorProps } from './MemberDoor';
import { When } from './When';

const CancelDialog = lazyPart(() => import('../../../shared/booking-actions/CancelDialog'));
const RescheduleDialog = lazyPart(() => import('../../../shared/booking-actions/RescheduleDialog'));
const TechCheck = lazyPart(async () => {
  const { TechCheck: component } = await import('../../../shared/devices/TechCheck');
  return { default: component };
});

/** A member's session before they enter: with whom, when, and what can be done about it. */
export function SessionDoor({ side, booking, onEnter, onChange }: DoorProps) {
  const { t, i18n } = useTranslation('call');
  const now = useNow(10_000);
  const [open, setOpen] = useState<'test' | 'move' | 'cancel' | null>(null);
  const { provider, member, startsAt, sessionType, actions } = booking;
  const { name } = provider;
  const mayCancel = isAllowed(actions.cancel, now);
  const mayMove = isAllowed(actions.reschedule, now);
  return (
    <>
      <DoorCard
        name={name}
        title={t('visit.title', { name })}
        welcome={t('visit.welcome', { name: member.name })}
      >
        <When booking={booking} />
        {now < Date.parse(startsAt) && (
          <Text className={classes.countdown}>
            {t('waiting.starts', { when: timeToGo(startsAt, now, i18n.language) })}
          </Text>
        )}
        <Text component="div" mt="lg">
          {sessionType === 'phone' ? (
            <Text>
              {t('visit.phone', { name, at: time(startsAt, member.timeZone, i18n.language) })}
            </Text>
          ) : (
            <EnterButton booking={booking} onEnter={onEnter} />
          )}
        </Text>
      </DoorCard>
      <Group gap="sm" align="start">
        {sessionType === 'video' && (
          <Button
            variant="default"
            aria-expanded={open === 'test'}
            onClick={() => setOpen(open === 'test' ? null : 'test')}
          >
            {t(open === 'test' ? 'visit.testEnd' : 'visit.test')}
          </Button>
        )}
        <CalendarButton side={side} />
        {mayMove && (
          <Button variant="default" onClick={() => setOpen('move')}>
            {t('visit.move')}
          </Button>
        )}
        {mayCancel && (
          <Button variant="default" onClick={() => setOpen('cancel')}>
            {t('visit.cancel')}
          </Button>
        )}
      </Group>
      {mayCancel && !mayMove && (
        <Text size="sm" c="dimmed" mt="sm">
          {t('visit.moveLate')}
        </Text>
      )}
      <Suspense fallback={<Loading />}>
        {open === 'test' && <TechCheck />}
        {open === 'move' && (
          <RescheduleDialog
            by="member"
            booking={booking}
            zone={member.timeZone}
            onClose={() => setOpen(null)}
            onDone={(moved) => {
              setOpen(null);
              onChange(moved);
            }}
          />
        )}
        {open === 'cancel' && (
          <CancelDialog
            by="member"
            booking={booking}
            onClose={() => setOpen(null)}
            onDone={onChange}
          />
        )}
      </Suspense>
    </>
  );
}

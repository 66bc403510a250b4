import { Anchor, Button, Group, Text } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { useEffect, useEffectEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Booking } from '../../../shared/api/types';
import { isAllowed, opensAt } from '../../../shared/bookings/allowed';
import { useMyZone } from '../../../shared/me/useProfile';
import { dateAndTime, longDate, timeRange, zoneName } from '../../../shared/time/format';
import { useNow } from '../../../shared/time/now';
import { PageTitle } from '../../../shared/ui/PageTitle';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import type { Entrance } from '../meeting/entrance';
import type { Reason } from '../api/stay';
import { useDevices } from '../../../shared/devices/useDevices';
import { LazyRoom } from './lazyRoom';
import { Preview } from '../../../shared/devices/Preview';

interface Props {
  booking: Booking;
  /** Why the provider is out, if they were in. */
  out: Reason | null;
  /** The page was reloaded during the call: goes in again by itself. */
  resumes: boolean;
  start: UseMutationResult<Entrance, Error, void>;
  onPhone: () => void;
  /** What the page itself has to say. */
  children: ReactNode;
}

/** Where a provider looks after their devices and goes in. */
export function HostDoor({ booking, out, resumes, start, onPhone, children }: Props) {
  const { t, i18n } = useTranslation(['call', 'common']);
  const zone = useMyZone();
  const now = useNow();
  const devices = useDevices();
  const { id, actions, member, startsAt, endsAt, session, status } = booking;
  const allowed = isAllowed(actions.start, now);
  const from = opensAt(actions.start, now);
  const resume = useEffectEvent(() => start.mutate());
  useEffect(() => void LazyRoom.fetch(), []);
  useEffect(() => {
    if (resumes) resume();
  }, [resumes]);
  return (
    <>
      <PageTitle>{t('door.title', { name: member.name })}</PageTitle>
      <Text>
        {longDate(startsAt, zone, i18n.language)},{' '}
        {timeRange(startsAt, endsAt, zone, i18n.language)},{' '}
        {zoneName(zone, i18n.language, startsAt)}
      </Text>
      <Text role="status" my="xs" fw={500}>
        <span>{out && out !== 'left' ? t(`door.out.${out}`) : ''}</span>{' '}
        <span>{session?.memberWaiting ? t('door.waits', { name: member.name }) : ''}</span>
      </Text>
      <Text component="div" role="status" my="xs">
        {children}
      </Text>
      {from && (
        <Text my="xs">{t('door.from', { at: dateAndTime(from, zone, i18n.language) })}</Text>
      )}
      {!from && !allowed && <Text my="xs">{t('door.over')}</Text>}
      {status === 'completed' && (
        <Button component={Link} href={`/bookings?ended=${id}`} my="xs">
          {t('door.next')}
        </Button>
      )}
      <ProblemAlert error={start.error} />
      <Group my="md">
        <Button
          size="md"
          disabled={!allowed}
          loading={start.isPending}
          onClick={() => start.mutate()}
        >
          {t(out === null ? 'door.join' : out === 'elsewhere' ? 'door.joinHere' : 'door.joinAgain')}
        </Button>
        {allowed && (
          <Button variant="default" size="md" onClick={onPhone}>
            {t('phone.switch')}
          </Button>
        )}
        <Anchor component={Link} href="/tech-check" target="_blank" rel="opener">
          {t('common:nav.techCheck')}
        </Anchor>
        <Anchor component={Link} href="/bookings">
          {t('door.back')}
        </Anchor>
      </Group>
      <Preview devices={devices} />
    </>
  );
}

import { Alert, Text } from '@mantine/core';
import { useEffect, useId } from 'react';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../../../shared/api/types';
import { useSessionState } from '../../../shared/auth/SessionProvider';
import { dateAndTime, longDate, timeRange, timeToGo, zoneName } from '../../../shared/time/format';
import { useNow } from '../../../shared/time/now';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import type { Waiting } from '../api/useWaiting';
import { DoorCard } from '../visit/DoorCard';
import classes from '../visit/DoorCard.module.css';
import { LazyRoom } from './lazyRoom';
import { useAwake } from './useAwake';
import { TechCheck } from '../../../shared/devices/TechCheck';

interface Props {
  waiting: Waiting;
  troubled: boolean;
  booking: Booking;
  /** The member was in the session before, so that the provider is not late but away. */
  wasIn: boolean;
}

/** From then on a provider is more than a little late. */
const VERY_LATE_MINUTES = 10;

const TIPS = ['place', 'headphones', 'power'] as const;

/** Where a member waits: with whom and when, how long to go, that they are seen, and their devices. */
export function WaitingRoom({ waiting, troubled, booking, wasIn }: Props) {
  const { t, i18n } = useTranslation('call');
  const now = useNow(5_000);
  const session = useSessionState();
  useEffect(() => void LazyRoom.fetch(), []);
  useAwake();
  const { provider, member, startsAt, endsAt } = booking;
  const zone = member.timeZone;
  const news = newsOf(waiting, wasIn);
  return (
    <>
      <DoorCard
        name={provider.name}
        title={t('waiting.title')}
        welcome={t('waiting.welcome', { name: member.name })}
      >
        <Text fw={600} size="lg">
          {t('waiting.with', { name: provider.name })}
        </Text>
        <Text>
          {longDate(startsAt, zone, i18n.language)},{' '}
          {timeRange(startsAt, endsAt, zone, i18n.language)}
        </Text>
        <Text size="sm" c="dimmed">
          {zoneName(zone, i18n.language, startsAt)}
        </Text>
        {now < Date.parse(startsAt) && (
          <Text className={classes.countdown}>
            {t('waiting.starts', { when: timeToGo(startsAt, now, i18n.language) })}
          </Text>
        )}
        {waiting.state === 'refused' ? (
          <ProblemAlert error={waiting.error} />
        ) : (
          <Alert
            role="status"
            variant="light"
            mt="md"
            title={t(`waiting.state.${news}.title`, { name: provider.name })}
          >
            {t(`waiting.state.${news}.text`, {
              name: provider.name,
              count: waiting.state === 'waiting' ? waiting.hostLateMinutes : 0,
              at:
                waiting.state === 'early' ? dateAndTime(waiting.opensAt, zone, i18n.language) : '',
            })}
          </Alert>
        )}
      </DoorCard>
      {troubled && waiting.state !== 'unreached' && <Text mb="md">{t('waiting.troubled')}</Text>}
      {session.status === 'in' && session.leaving && <Text mb="md">{t('notice.leaving')}</Text>}
      <Tips />
      <TechCheck />
    </>
  );
}

/** What makes a session go well, for somebody who has a minute. */
function Tips() {
  const { t } = useTranslation('call');
  const heading = useId();
  return (
    <section aria-labelledby={heading} className={classes.tips}>
      <h2 id={heading}>{t('waiting.tips.title')}</h2>
      <ul>
        {TIPS.map((tip) => (
          <li key={tip}>{t(`waiting.tips.${tip}`)}</li>
        ))}
      </ul>
    </section>
  );
}

/** What is said of the state, in the catalogue's words. */
function newsOf(
  waiting: Waiting,
  wasIn: boolean,
): 'asking' | 'unreached' | 'early' | 'seen' | 'away' | 'late' | 'veryLate' | 'opening' {
  if (waiting.state === 'unreached') return 'unreached';
  if (waiting.state === 'early') return 'early';
  if (waiting.state === 'admitted') return 'opening';
  if (waiting.state === 'waiting') {
    if (wasIn) return 'away';
    if (!waiting.hostLate || waiting.hostLateMinutes < 1) return 'seen';
    return waiting.hostLateMinutes < VERY_LATE_MINUTES ? 'late' : 'veryLate';
  }
  return 'asking';
}

import { Anchor, Badge, Group, Paper, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Booking } from '../../../shared/api/types';
import { opensAt } from '../../../shared/bookings/allowed';
import {
  dateAndTime,
  isoDate,
  minutes,
  shortDate,
  time,
  timeRange,
  timeToGo,
} from '../../../shared/time/format';
import { useNow } from '../../../shared/time/now';
import { Initials } from '../../../shared/ui/Initials';
import { ForMember } from '../components/ForMember';
import { StartButton } from '../components/StartButton';
import { phaseOf } from './day';
import classes from './Today.module.css';

interface Props {
  booking: Booking;
  /** The provider's zone. */
  zone: string;
}

/** The session that goes on or comes next: with whom, how long to go, and the one button. */
export function NextSession({ booking, zone }: Props) {
  const { t, i18n } = useTranslation(['bookings', 'common']);
  const now = useNow(10_000);
  const { id, member, startsAt, endsAt, sessionType, durationMinutes } = booking;
  const language = i18n.language;
  const phase = phaseOf(booking);
  const isToday = isoDate(startsAt, zone) === isoDate(now, zone);
  const heading = `next-${id}`;
  return (
    <section aria-labelledby="next">
      <Title order={2} id="next" className={classes.heading}>
        {t(booking.status === 'ongoing' ? 'today.now' : 'today.next')}
      </Title>
      <Paper
        component="article"
        aria-labelledby={heading}
        withBorder
        p="lg"
        className={classes.hero}
        data-phase={phase}
      >
        <div className={classes.person}>
          <Initials name={member.name} size="lg" />
          <div>
            <Title order={3} id={heading} className={classes.name}>
              {member.name}
            </Title>
            <Badge variant="light" color={sessionType === 'phone' ? 'blue' : 'teal'}>
              {t(`common:sessionType.${sessionType}`)}
            </Badge>
          </div>
        </div>
        <Text className={classes.countdown}>
          <State booking={booking} now={now} />
        </Text>
        <Text>
          {!isToday && `${shortDate(startsAt, zone, language)}, `}
          {timeRange(startsAt, endsAt, zone, language)} · {minutes(durationMinutes, language)}
        </Text>
        <ForMember member={member} at={startsAt} zone={zone} />
        <StartHint booking={booking} zone={zone} now={now} />
        <Group mt="md" gap="md">
          <StartButton booking={booking} size="md" />
          <Anchor component={Link} href={`/bookings?open=${id}`} underline="always">
            {t('today.change')}
          </Anchor>
        </Group>
      </Paper>
    </section>
  );
}

interface Moment {
  booking: Booking;
  now: number;
}

/** Who waits, whether one is in, or how long to go. */
function State({ booking, now }: Moment) {
  const { t, i18n } = useTranslation('bookings');
  const { session, status, member, startsAt } = booking;
  if (session?.memberWaiting) return t('waiting.now', { name: member.name });
  if (status === 'ongoing') return t(session?.hostPresent ? 'card.youAreIn' : 'card.youAreOut');
  const hasBegun = Date.parse(startsAt) <= now;
  return t(hasBegun ? 'today.began' : 'card.starts', {
    when: timeToGo(startsAt, now, i18n.language),
  });
}

/** From when a video session can be started, while it can't be. */
function StartHint({ booking, zone, now }: Moment & { zone: string }) {
  const { t, i18n } = useTranslation('bookings');
  const from = booking.sessionType === 'video' ? opensAt(booking.actions.start, now) : null;
  if (!from) return null;
  const isToday = isoDate(from, zone) === isoDate(now, zone);
  const at = (isToday ? time : dateAndTime)(from, zone, i18n.language);
  return (
    <Text mt="xs" size="sm">
      {t('card.startFrom', { at })}
    </Text>
  );
}

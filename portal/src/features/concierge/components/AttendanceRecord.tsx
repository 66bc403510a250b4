import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { minutes, time } from '../../../shared/time/format';
import { useAttendance } from '../api/useBooking';
import type { Presence } from '../api/types';
import { useDeskZone } from '../zone';
import classes from './Console.module.css';
import { Section } from './Section';

/** Who was in a session, from when to when: by the meeting service alone, and by what clients say, too. */
export function AttendanceRecord({ bookingId }: { bookingId: string }) {
  const { t } = useTranslation('concierge');
  const attendance = useAttendance(bookingId);
  return (
    <Section title={t('attendance.title')} read={attendance}>
      {({ confirmed, ...reported }) => (
        <>
          <h3>{t('attendance.confirmed')}</h3>
          <Facts of={confirmed} without={t('attendance.unconfirmed')} />
          <h3>{t('attendance.reported')}</h3>
          <Text size="sm" c="dimmed" mb="xs">
            {t('attendance.reportedHint')}
          </Text>
          <Facts of={reported} without={t('attendance.never')} />
        </>
      )}
    </Section>
  );
}

interface FactsProps {
  of: Record<'member' | 'provider' | 'together', Presence>;
  /** What is said of who was not in. */
  without: string;
}

function Facts({ of: { together, member, provider }, without }: FactsProps) {
  const { t, i18n } = useTranslation(['concierge', 'common']);
  const presences: [string, Presence][] = [
    [t('attendance.together'), together],
    [t('common:role.member'), member],
    [t('common:role.provider'), provider],
  ];
  return (
    <dl className={classes.facts}>
      {presences.map(([name, presence]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {presence.intervals.length === 0 ? without : minutes(presence.minutes, i18n.language)}
            <Stays presence={presence} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Stays({ presence: { intervals } }: { presence: Presence }) {
  const { t, i18n } = useTranslation('concierge');
  const zone = useDeskZone();
  return intervals.map(({ from, to }) => (
    <Text key={from} size="sm">
      {from === to
        ? t('attendance.came', { at: time(from, zone, i18n.language) })
        : `${time(from, zone, i18n.language)} – ${time(to, zone, i18n.language)}`}
    </Text>
  ));
}

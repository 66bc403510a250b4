import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { minutes, time } from '../../../shared/time/format';
import { useAttendance } from '../api/useBooking';
import type { Presence } from '../api/types';
import { useDeskZone } from '../zone';
import classes from './Console.module.css';
import { Section } from './Section';

/** Who was in a session, from when to when. */
export function AttendanceRecord({ bookingId }: { bookingId: string }) {
  const { t, i18n } = useTranslation(['concierge', 'common']);
  const attendance = useAttendance(bookingId);
  return (
    <Section title={t('attendance.title')} read={attendance}>
      {({ member, provider, together }) => {
        const presences: [string, Presence][] = [
          [t('common:role.member'), member],
          [t('common:role.provider'), provider],
          [t('attendance.together'), together],
        ];
        return (
          <dl className={classes.facts}>
            {presences.map(([name, presence]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  {presence.intervals.length === 0
                    ? t('attendance.never')
                    : minutes(presence.minutes, i18n.language)}
                  <Stays presence={presence} />
                </dd>
              </div>
            ))}
          </dl>
        );
      }}
    </Section>
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

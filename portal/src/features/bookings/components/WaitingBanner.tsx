import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../../../shared/api/types';
import { useMyZone } from '../../../shared/me/useProfile';
import { time, timeRange } from '../../../shared/time/format';
import type { Arrivals } from './arrivals';
import classes from './Bookings.module.css';
import { StartButton } from './StartButton';

interface Props {
  /** Those whose member waits. */
  bookings: readonly Booking[];
  /** Since when, as far as it is known. */
  since: Arrivals['since'] | undefined;
  /** Since when it is not known whether they still wait; null while it is. */
  unknownSince: number | null;
}

/** Who waits, since when and for which session, with the way to them. */
export function WaitingBanner({ bookings, since, unknownSince }: Props) {
  const { t, i18n } = useTranslation('bookings');
  const zone = useMyZone();
  const clock = (at: number) => time(at, zone, i18n.language);
  const words = (name: string, at: number | null | undefined) => {
    if (unknownSince !== null) return t('waiting.unknown', { name, at: clock(unknownSince) });
    return at ? t('waiting.since', { name, at: clock(at) }) : t('waiting.now', { name });
  };
  return (
    <aside aria-label={t('waiting.label')} className={classes.banner}>
      {bookings.map((booking) => {
        const { id, member, startsAt, endsAt } = booking;
        return (
          <div key={id} className={classes.bannerRow}>
            <div>
              <Text fw={700}>{words(member.name, since?.get(id))}</Text>
              <Text size="sm">
                {t('waiting.session', { time: timeRange(startsAt, endsAt, zone, i18n.language) })}
              </Text>
            </div>
            <StartButton booking={booking} />
          </div>
        );
      })}
    </aside>
  );
}

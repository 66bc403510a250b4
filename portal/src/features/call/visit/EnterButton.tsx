import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../../../shared/api/types';
import { isAllowed, opensAt } from '../../../shared/bookings/allowed';
import { clock, dateAndTime, timeToGo } from '../../../shared/time/format';
import { useNow } from '../../../shared/time/now';

/** Nearer than this one counts the seconds. */
const NEAR_MS = 3600_000;

interface Props {
  booking: Booking;
  onEnter: () => void;
}

/** The way into the waiting room. Before it opens it says from when, and then it works by itself. */
export function EnterButton({ booking, onEnter }: Props) {
  const { t, i18n } = useTranslation('call');
  const now = useNow();
  const { actions, member } = booking;
  const from = opensAt(actions.join, now);
  const isOpen = isAllowed(actions.join, now);
  if (!from && !isOpen) return <Text fw={500}>{t('visit.enterOver')}</Text>;
  return (
    <>
      <Button size="md" disabled={!isOpen} onClick={onEnter}>
        {t('visit.enter')}
      </Button>
      <Text size="sm" mt="xs">
        {from
          ? t('visit.enterFrom', {
              at: dateAndTime(from, member.timeZone, i18n.language),
              in: countdown(Date.parse(from), now, i18n.language),
            })
          : t('visit.enterNow')}
      </Text>
    </>
  );
}

function countdown(at: number, now: number, language: string): string {
  const left = at - now;
  return left < NEAR_MS ? clock(Math.ceil(left / 1000)) : timeToGo(at, now, language);
}

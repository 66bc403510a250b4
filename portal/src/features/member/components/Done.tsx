import { Alert, Anchor, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Booking } from '../../../shared/api/types';
import { dateAndTime, zoneName } from '../../../shared/time/format';
import type { Choice } from './choices';

interface Props {
  choice: Choice;
  booking: Booking;
  zone: string;
}

/** Where a booking is after something was done to it. */
const LEADS_TO = {
  accept: 'upcoming',
  decline: 'past',
  reschedule: 'upcoming',
  cancel: 'past',
} as const satisfies Record<Choice, string>;

/** What was done. Takes the focus, since the button that was pressed may be gone with its card. */
export function Done({ choice, booking, zone }: Props) {
  const { t, i18n } = useTranslation('member');
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  const { startsAt, provider } = booking;
  const at = dateAndTime(startsAt, zone, i18n.language);
  const view = LEADS_TO[choice];
  return (
    <Alert
      ref={box}
      tabIndex={-1}
      role="status"
      color="teal"
      variant="light"
      mb="md"
      title={t(`done.${choice}.title`)}
    >
      <Text size="sm">
        {t(`done.${choice}.text`, {
          name: provider.name,
          at,
          zone: zoneName(zone, i18n.language, startsAt),
        })}
      </Text>
      {choice !== 'reschedule' && (
        <Anchor component={Link} href={`/bookings/${view}`} size="sm">
          {t(`done.see.${view}`)}
        </Anchor>
      )}
    </Alert>
  );
}

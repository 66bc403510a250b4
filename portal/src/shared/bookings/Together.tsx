import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { minutes } from '../time/format';
import { togetherMs } from './timeTogether';

const MINUTE_MS = 60_000;

interface Props {
  bookingId: string;
  /** The other side. */
  name: string;
}

/** How long the two were together, if this tab saw it. */
export function Together({ bookingId, name }: Props) {
  const { t, i18n } = useTranslation('common');
  const ms = togetherMs(bookingId);
  if (ms === null) return null;
  const length = minutes(Math.round(ms / MINUTE_MS), i18n.language);
  return (
    <Text>
      {ms < MINUTE_MS ? t('together.moment', { name }) : t('together.long', { name, length })}
    </Text>
  );
}

import { Paper, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { SessionType } from '../../../shared/api/types';
import { longDate, minutes, timeRange, zoneName } from '../../../shared/time/format';

interface Props {
  name: string;
  wish: { sessionType: SessionType; startsAt: string; durationMinutes: number };
  zone: string;
}

/** What is about to be booked, or has been, in one place. */
export function Summary({ name, wish, zone }: Props) {
  const { t, i18n } = useTranslation(['member', 'common']);
  const { sessionType, startsAt, durationMinutes } = wish;
  const endsAt = Date.parse(startsAt) + durationMinutes * 60_000;
  return (
    <Paper withBorder p="md" mb="md" role="group" aria-label={t('book.summary')}>
      <Text fw={600}>{name}</Text>
      <Text>{longDate(startsAt, zone, i18n.language)}</Text>
      <Text>
        {timeRange(startsAt, endsAt, zone, i18n.language)} ·{' '}
        {minutes(durationMinutes, i18n.language)} · {t(`common:sessionType.${sessionType}`)}
      </Text>
      <Text size="sm" c="dimmed">
        {zoneName(zone, i18n.language, startsAt)}
      </Text>
    </Paper>
  );
}

import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useReasonWords } from '../../../shared/bookings/useReasonWords';
import { dateAndTime } from '../../../shared/time/format';
import { useHistory } from '../api/useBooking';
import type { HistoryEntry } from '../api/types';
import { useDeskZone } from '../zone';
import classes from './Console.module.css';
import { Section } from './Section';

/** All that happened to a booking, the first at first. */
export function History({ bookingId }: { bookingId: string }) {
  const { t } = useTranslation('concierge');
  const history = useHistory(bookingId);
  return (
    <Section title={t('history.title')} read={history}>
      {(entries) => (
        <ol className={classes.list}>
          {entries.map((entry, index) => (
            <Line key={index} entry={entry} />
          ))}
        </ol>
      )}
    </Section>
  );
}

function Line({ entry }: { entry: HistoryEntry }) {
  const { t, i18n } = useTranslation(['concierge', 'common']);
  const zone = useDeskZone();
  const at = (instant: string) => dateAndTime(instant, zone, i18n.language);
  const words = useReasonWords();
  const { by, what, why, moved, cameBy } = entry;
  return (
    <li className={classes.item}>
      <div>
        <Text fw={600}>
          {t(`history.what.${what}`)}
          {cameBy && `: ${t(`history.cameBy.${cameBy}`)}`}
          {moved && `: ${t('history.moved', { from: at(moved.from), to: at(moved.to) })}`}
        </Text>
        {why && <Text className={classes.words}>{words(why)}</Text>}
        <Text size="xs" c="dimmed" className={classes.words}>
          {t('history.request', { id: entry.requestId })}
        </Text>
      </div>
      <Text size="sm">
        {at(entry.at)} · {t(`common:role.${by.role}`)}
      </Text>
    </li>
  );
}

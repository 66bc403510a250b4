import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { dateAndTime } from '../../../shared/time/format';
import type { PersonHistoryEntry, Role } from '../api/types';
import { usePersonHistory } from '../api/usePersonHistory';
import { useDeskZone } from '../zone';
import classes from './Console.module.css';
import { Section } from './Section';

/** Who changed a person or their schedule, and when. */
export function PersonHistory({ role, id }: { role: Role; id: string }) {
  const { t } = useTranslation(['concierge', 'common']);
  const history = usePersonHistory(role, id);
  return (
    <Section title={t('history.title')} read={history}>
      {(entries) => (
        <>
          <ol className={classes.list}>
            {entries.map((entry) => (
              <Line key={`${entry.requestId} ${entry.what}`} entry={entry} />
            ))}
          </ol>
          {history.hasNextPage && (
            <Button
              variant="default"
              loading={history.isFetchingNextPage}
              onClick={() => void history.fetchNextPage()}
            >
              {t('common:action.more')}
            </Button>
          )}
        </>
      )}
    </Section>
  );
}

function Line({ entry }: { entry: PersonHistoryEntry }) {
  const { t, i18n } = useTranslation(['concierge', 'common']);
  const zone = useDeskZone();
  const { at, by, what, fields, requestId } = entry;
  const names = fields.map((field) => t(`personHistory.field.${field}`));
  return (
    <li className={classes.item}>
      <div>
        <Text fw={600}>
          {t(`personHistory.what.${what}`)}
          {names.length > 0 && `: ${names.join(', ')}`}
        </Text>
        <Text size="xs" c="dimmed" className={classes.words}>
          {t('history.request', { id: requestId })}
        </Text>
      </div>
      <Text size="sm" className={classes.words}>
        {dateAndTime(at, zone, i18n.language)} · {t(`common:role.${by.role}`)} {by.id}
      </Text>
    </li>
  );
}

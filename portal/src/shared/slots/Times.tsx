import { Text } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';

import type { Slot } from '../api/types';
import { longDate } from '../time/format';
import { isSameInstant, type Clock } from './clocks';
import type {} from './i18n/catalogue';
import { byPart } from './parts';
import classes from './SlotPicker.module.css';
import { TimeChoice } from './TimeChoice';

interface Props {
  /** The slots of one day; at least one. */
  slots: Slot[];
  zone: string;
  others: readonly Clock[];
  value: string;
  onChange: (startsAt: string) => void;
}

/** The open times of a day by its parts. */
export function Times({ slots, zone, others, value, onChange }: Props) {
  const { t, i18n } = useTranslation('slots');
  const group = useId();
  return (
    <div>
      <Text fw={600} aria-live="polite">
        {longDate(slots[0]?.startsAt ?? 0, zone, i18n.language)}
      </Text>
      <div role="radiogroup" aria-label={t('time')}>
        {byPart(slots, zone).map(({ part, slots: some }) => (
          <div key={part} role="group" aria-labelledby={`${group}-${part}`}>
            <Text id={`${group}-${part}`} size="sm" c="dimmed" mt="sm" mb={4}>
              {t(part)}
            </Text>
            <div className={classes.times}>
              {some.map(({ startsAt }) => (
                <TimeChoice
                  key={startsAt}
                  group={group}
                  startsAt={startsAt}
                  zone={zone}
                  others={others}
                  isChosen={isSameInstant(value, startsAt)}
                  onChoose={onChange}
                />
              ))}
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}

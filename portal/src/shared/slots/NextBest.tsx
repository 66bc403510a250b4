import { Paper, Text } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';

import { isSameInstant, otherClocks, type Clock } from './clocks';
import type {} from './i18n/catalogue';
import { nextBest } from './nextBest';
import classes from './SlotPicker.module.css';
import { TimeChoice } from './TimeChoice';
import { useSlots } from './useSlots';

interface Props {
  /** The start that could not be had. */
  gone: string;
  providerId: string;
  durationMinutes: number;
  zone: string;
  clocks: readonly Clock[];
  value: string;
  onChange: (startsAt: string) => void;
}

/** What to take in place of a time that somebody else has taken, right where that is said. */
export function NextBest({
  gone,
  providerId,
  durationMinutes,
  zone,
  clocks,
  value,
  onChange,
}: Props) {
  const { t } = useTranslation('slots');
  const label = useId();
  const { data, isPlaceholderData } = useSlots(providerId, durationMinutes, { around: gone });
  const slots = nextBest(isPlaceholderData ? [] : (data ?? []), gone, zone);
  if (slots.length === 0) return null;
  return (
    <Paper withBorder p="md" mb="md">
      <Text id={label} fw={600} mb="xs">
        {t('next')}
      </Text>
      <div role="radiogroup" aria-labelledby={label} className={classes.next}>
        {slots.map(({ startsAt }) => (
          <TimeChoice
            key={startsAt}
            group={label}
            startsAt={startsAt}
            zone={zone}
            others={otherClocks(zone, clocks)}
            withDay
            isChosen={isSameInstant(value, startsAt)}
            onChoose={onChange}
          />
        ))}
      </div>
    </Paper>
  );
}

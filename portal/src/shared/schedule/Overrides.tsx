import { Button, Text, TextInput, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { newOverride, type DraftOverride } from './draft';
import classes from './Schedule.module.css';
import { Windows } from './Windows';

interface Props {
  overrides: DraftOverride[];
  tried: boolean;
  onChange: (overrides: DraftOverride[]) => void;
}

/** Dates that differ from the week: days off, and days with hours of their own. */
export function Overrides({ overrides, tried, onChange }: Props) {
  const { t } = useTranslation('schedule');
  const set = (key: number, part: Partial<DraftOverride>) =>
    onChange(overrides.map((each) => (each.key === key ? { ...each, ...part } : each)));
  const times = (date: string) => overrides.filter((each) => each.date === date).length;
  const wrong = (date: string) => {
    if (!tried) return undefined;
    if (date === '') return t('dateMissing');
    return times(date) > 1 ? t('dateTwice') : undefined;
  };
  return (
    <>
      <Title order={2} className={classes.heading}>
        {t('overrides')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('overridesHint')}
      </Text>
      {overrides.map(({ key, date, windows }) => (
        <div key={key} className={classes.override}>
          <TextInput
            type="date"
            label={t('date')}
            value={date}
            onChange={(event) => set(key, { date: event.currentTarget.value })}
            error={wrong(date)}
          />
          <Windows
            title={date === '' ? t('thisDate') : date}
            windows={windows}
            tried={tried}
            onChange={(changed) => set(key, { windows: changed })}
          />
          <Button
            size="xs"
            variant="default"
            aria-label={t('removeDate', { date })}
            onClick={() => onChange(overrides.filter((each) => each.key !== key))}
          >
            {t('remove')}
          </Button>
        </div>
      ))}
      <Button size="xs" variant="default" onClick={() => onChange([...overrides, newOverride('')])}>
        {t('addDate')}
      </Button>
    </>
  );
}

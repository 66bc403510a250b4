import { Button, Group, NativeSelect, Text } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { usePolicy } from '../policy/usePolicy';
import { shortDate, time, zoneName } from '../time/format';
import { useNow } from '../time/now';
import { Loading } from '../ui/Loading';
import { ProblemAlert } from '../ui/ProblemAlert';
import { byDay, type Day } from './days';
import classes from './SlotPicker.module.css';
import { SPAN_DAYS, useSlots } from './useSlots';

const FORTNIGHT_MINUTES = SPAN_DAYS * 24 * 60;

interface Props {
  label: string;
  providerId: string;
  durationMinutes: number;
  /** The zone of whoever chooses. */
  zone: string;
  /** The chosen start; empty if none. */
  value: string;
  onChange: (startsAt: string) => void;
  error?: string | undefined;
}

/** Chooses one of a provider's open slots: first the day, then the time. */
export function SlotPicker({
  label,
  providerId,
  durationMinutes,
  zone,
  value,
  onChange,
  error,
}: Props) {
  const { t, i18n } = useTranslation();
  const id = useId();
  const now = useNow(60_000);
  const policy = usePolicy();
  // Until it is there one may look further ahead, and finds nothing there.
  const fortnights = Math.ceil((policy?.horizonMinutes ?? Infinity) / FORTNIGHT_MINUTES);
  const [fortnight, setFortnight] = useState(0);
  const [date, setDate] = useState<string | null>(null);
  const {
    data,
    error: problem,
    isFetching,
    refetch,
  } = useSlots(providerId, durationMinutes, fortnight);
  const days = byDay(data ?? [], zone);
  const day = days.find((each) => each.date === date) ?? days[0];
  const page = (step: number) => {
    setDate(null);
    setFortnight(fortnight + step);
  };
  return (
    <fieldset className={classes.picker} aria-describedby={error ? id : undefined}>
      <legend className={classes.legend}>{label}</legend>
      <Text size="sm" c="dimmed" mb="xs">
        {t('slots.zone', { zone: zoneName(zone, i18n.language, value === '' ? now : value) })}
      </Text>
      <ProblemAlert error={problem} onRetry={() => void refetch()} />
      {isFetching && !day && <Loading />}
      {data && !day && !isFetching && <Text my="sm">{t('slots.none')}</Text>}
      {day && (
        <>
          <NativeSelect
            label={t('slots.day')}
            value={day.date}
            onChange={(event) => setDate(event.currentTarget.value)}
            data={days.map((each) => ({
              value: each.date,
              label: dayLabel(each, zone, i18n.language),
            }))}
            mb="sm"
          />
          <Times day={day} zone={zone} value={value} onChange={onChange} />
        </>
      )}
      {error && (
        <Text id={id} c="var(--mantine-color-error)" size="sm" mt="xs">
          {error}
        </Text>
      )}
      <Group mt="sm" gap="xs">
        <Button size="xs" variant="default" disabled={fortnight === 0} onClick={() => page(-1)}>
          {t('slots.earlier')}
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={fortnight + 1 >= fortnights}
          onClick={() => page(1)}
        >
          {t('slots.later')}
        </Button>
      </Group>
    </fieldset>
  );
}

function dayLabel({ slots }: Day, zone: string, language: string): string {
  return shortDate(slots[0]?.startsAt ?? 0, zone, language);
}

interface TimesProps {
  day: Day;
  zone: string;
  value: string;
  onChange: (startsAt: string) => void;
}

function Times({ day, zone, value, onChange }: TimesProps) {
  const { t, i18n } = useTranslation();
  const name = useId();
  return (
    <div role="radiogroup" aria-label={t('slots.time')} className={classes.times}>
      {day.slots.map(({ startsAt }) => (
        <label key={startsAt} className={classes.time}>
          <input
            type="radio"
            name={name}
            value={startsAt}
            checked={value === startsAt}
            onChange={() => onChange(startsAt)}
          />
          <span>{time(startsAt, zone, i18n.language)}</span>
        </label>
      ))}
    </div>
  );
}

import { Text } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { usePolicy } from '../policy/usePolicy';
import { byDay } from '../time/byDay';
import { dateAndTime, isoDate, zoneName } from '../time/format';
import { useNow } from '../time/now';
import { Loading } from '../ui/Loading';
import { ProblemAlert } from '../ui/ProblemAlert';
import { isNight, isSameInstant, otherClocks, type Clock } from './clocks';
import { FreeDays } from './FreeDays';
import type {} from './i18n/catalogue';
import classes from './SlotPicker.module.css';
import { monthAfter, monthOf } from './span';
import { Times } from './Times';
import { useSlots } from './useSlots';

const MINUTE_MS = 60_000;

interface Props {
  label: string;
  providerId: string;
  durationMinutes: number;
  /** The zone of whoever chooses. */
  zone: string;
  /** The clocks of the others whom it concerns. */
  clocks: readonly Clock[];
  /** The instant whose day is shown first; without it, the first day with open times. */
  near?: string;
  /** The chosen start; empty if none. */
  value: string;
  onChange: (startsAt: string) => void;
  error?: string | undefined;
}

/** Chooses one of a provider's open slots: first the day, in a month, then the time. */
export function SlotPicker({
  label,
  providerId,
  durationMinutes,
  zone,
  clocks,
  near = '',
  value,
  onChange,
  error,
}: Props) {
  const { t, i18n } = useTranslation(['slots', 'common']);
  const id = useId();
  const now = useNow(60_000);
  const horizon = usePolicy()?.horizonMinutes;
  const today = isoDate(now, zone);
  const first = monthOf(today);
  // Until it is known one may look further ahead, and finds nothing there.
  const last = horizon === undefined ? null : monthOf(isoDate(now + horizon * MINUTE_MS, zone));
  const [chosenMonth, setMonth] = useState<string | null>(null);
  const [chosenDate, setDate] = useState<string | null>(null);
  const [skipped, setSkipped] = useState(0);
  // A day that is over has nothing to choose from.
  const wanted = near === '' || Date.parse(near) < now ? today : isoDate(near, zone);
  const month = chosenMonth ?? monthAfter(monthOf(wanted), skipped);
  const slots = useSlots(providerId, durationMinutes, { month, zone });
  const days = byDay(slots.isPlaceholderData ? [] : (slots.data ?? []), zone);
  const isEmpty = days.length === 0 && slots.isSuccess && !slots.isFetching;
  // Late in a month nothing is left of it: the first that is shown is one with open times.
  if (isEmpty && chosenMonth === null && last !== null && month < last) setSkipped(skipped + 1);
  const [followed, setFollowed] = useState('');
  const place = `${value} ${zone}`;
  // A time that was chosen elsewhere, or is read on another clock, is shown on its day.
  if (place !== followed) {
    setFollowed(place);
    if (value !== '') {
      const date = isoDate(value, zone);
      setMonth(monthOf(date));
      setDate(date);
    }
  }
  const day =
    days.find(({ date }) => date === chosenDate) ??
    days.find(({ date }) => date >= wanted) ??
    days[0];
  const others = otherClocks(zone, clocks);
  // A time of another day than the one that is shown, or none of the open times.
  const isElsewhere =
    value !== '' && !day?.items.some((slot) => isSameInstant(slot.startsAt, value));
  const hasNight = day?.items.some(({ startsAt }) =>
    [zone, ...others.map((clock) => clock.zone)].some((each) => isNight(startsAt, each)),
  );
  return (
    <fieldset className={classes.picker} aria-describedby={error ? id : undefined}>
      <legend className={classes.legend}>{label}</legend>
      <Text size="sm" c="dimmed" mb="xs">
        {t('common:slots.zone', {
          zone: zoneName(zone, i18n.language, value === '' ? now : value),
        })}{' '}
        {others.map((clock) => (
          <span key={clock.name}>
            {t('beside', {
              name: clock.name,
              zone: zoneName(clock.zone, i18n.language, value === '' ? now : value),
            })}{' '}
          </span>
        ))}
        {hasNight && t('nights')}
      </Text>
      <ProblemAlert error={slots.error} onRetry={() => void slots.refetch()} />
      {providerId !== '' && (
        <div className={classes.columns}>
          <FreeDays
            month={month}
            onMonth={(shown) => {
              setMonth(shown);
              setDate(null);
            }}
            first={first}
            last={last}
            days={days}
            value={day?.date ?? null}
            onChange={setDate}
          />
          <div className={classes.choose}>
            {slots.isFetching && !day && <Loading />}
            {isEmpty && <Text role="status">{t('none')}</Text>}
            {day && (
              <Times
                slots={day.items}
                zone={zone}
                others={others}
                value={value}
                onChange={onChange}
              />
            )}
          </div>
        </div>
      )}
      {isElsewhere && (
        <Text fw={600} mt="xs">
          {t('chosen', { at: dateAndTime(value, zone, i18n.language) })}
        </Text>
      )}
      {error && (
        <Text id={id} c="var(--mantine-color-error)" size="sm" mt="xs">
          {error}
        </Text>
      )}
    </fieldset>
  );
}

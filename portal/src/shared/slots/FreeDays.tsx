import '@mantine/dates/styles.layer.css';

import { DatePicker } from '@mantine/dates';
import { useTranslation } from 'react-i18next';

import type { Slot } from '../api/types';
import type { Day } from '../time/byDay';
import { longDate, month as monthName, weekday } from '../time/format';
import { addDays } from '../time/local';
import type {} from './i18n/catalogue';
import { monthAfter, monthOf } from './span';
import classes from './SlotPicker.module.css';

interface Props {
  /** `2026-11`. */
  month: string;
  onMonth: (month: string) => void;
  /** The first and the last month that can be shown. */
  first: string;
  last: string | null;
  /** The days of the month that have open times. */
  days: Day<Slot>[];
  /** The chosen day, `2026-11-22`. */
  value: string | null;
  onChange: (date: string) => void;
}

/** A month in which the days with open times can be chosen. The words are the browser's own. */
export function FreeDays({ month, onMonth, first, last, days, value, onChange }: Props) {
  const { t, i18n } = useTranslation('slots');
  const free = new Map(days.map((day) => [day.date, day.items.length]));
  // A date has no zone: each is taken as the day in UTC that has its name.
  const name = (date: string) => longDate(date, 'UTC', i18n.language);
  return (
    <DatePicker
      aria-label={t('day')}
      role="group"
      className={classes.month ?? ''}
      classNames={{
        day: classes.day ?? '',
        weekday: classes.weekday ?? '',
        calendarHeaderLevel: classes.name ?? '',
      }}
      fullWidth
      size="md"
      maxLevel="month"
      hideOutsideDates
      date={`${month}-01`}
      onDateChange={(date) => onMonth(monthOf(date))}
      value={value}
      onChange={(date) => {
        if (date) onChange(date);
      }}
      excludeDate={(date) => !free.has(date)}
      getDayProps={(date) => ({ selected: date === value, 'aria-pressed': date === value })}
      getDayAriaLabel={(date) => {
        const count = free.get(date);
        return count ? t('free', { day: name(date), count }) : name(date);
      }}
      weekdayFormat={(date) => weekday(date, 'UTC', i18n.language)}
      monthLabelFormat={(date) => monthName(date, 'UTC', i18n.language)}
      previousLabel={t('earlier')}
      nextLabel={t('later')}
      minDate={`${first}-01`}
      {...(last === null ? {} : { maxDate: addDays(`${monthAfter(last, 1)}-01`, -1) })}
    />
  );
}

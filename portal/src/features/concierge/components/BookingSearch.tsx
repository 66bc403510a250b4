import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';

import { everyWord } from '../../../shared/api/everyWord';
import type { Status } from '../../../shared/api/types';
import { addDays, isDate, startOfDay } from '../../../shared/time/local';
import type { Wanted } from '../api/useFoundBookings';
import { useDeskZone } from '../zone';
import classes from './Console.module.css';
import { FoundBookings } from './FoundBookings';
import { ZoneChoice } from './ZoneChoice';

const STATUSES = everyWord<Status>({
  pending: true,
  confirmed: true,
  ongoing: true,
  completed: true,
  cancelled: true,
  expired: true,
  no_show: true,
});

/** Looks for bookings by day and status; of one person if they are given. The address keeps it. */
export function BookingSearch({ of = {} }: { of?: Pick<Wanted, 'providerId' | 'memberId'> }) {
  const { t } = useTranslation(['concierge', 'common']);
  const heading = useId();
  const zone = useDeskZone();
  const [search, setSearch] = useSearchParams();
  const given = (name: string) => search.get(name) ?? '';
  const [status, from, to] = [given('status'), given('from'), given('to')];
  const set = (name: string, value: string) =>
    setSearch(
      (before) => {
        if (value === '') before.delete(name);
        else before.set(name, value);
        return before;
      },
      { replace: true },
    );
  const known = STATUSES.find((each) => each === status);
  const wanted: Wanted = {
    ...of,
    ...(known ? { status: known } : {}),
    ...(isDate(from) ? { from: startOfDay(from, zone) } : {}),
    ...(isDate(to) ? { to: startOfDay(addDays(to, 1), zone) } : {}),
  };
  const day = (name: 'from' | 'to', value: string) => ({
    type: 'date',
    label: t(`bookings.${name}`),
    value,
    onChange: (event: { currentTarget: { value: string } }) => set(name, event.currentTarget.value),
    error: value !== '' && !isDate(value) ? t('bookings.noDate') : undefined,
  });
  return (
    <section aria-labelledby={heading} className={classes.section}>
      <h2 id={heading}>{t('bookings.title')}</h2>
      <div className={classes.fields}>
        <NativeSelect
          label={t('bookings.status')}
          className={classes.field}
          value={known ?? ''}
          onChange={(event) => set('status', event.currentTarget.value)}
          data={[
            { value: '', label: t('bookings.anyStatus') },
            ...STATUSES.map((value) => ({ value, label: t(`common:status.${value}`) })),
          ]}
        />
        <TextInput {...day('from', from)} />
        <TextInput {...day('to', to)} />
        <ZoneChoice />
        {search.toString() !== '' && (
          <Button variant="default" onClick={() => setSearch({}, { replace: true })}>
            {t('bookings.reset')}
          </Button>
        )}
      </div>
      <FoundBookings wanted={wanted} />
    </section>
  );
}

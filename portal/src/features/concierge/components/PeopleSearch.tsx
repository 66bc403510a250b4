import { Anchor, TextInput, Title } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { SIDES } from '../api/types';
import { bookingPath } from '../paths';
import classes from './Console.module.css';
import { PeopleList } from './PeopleList';
import { useSettled } from './useSettled';

/** The id of a booking, as it stands in logs and in addresses. */
const BOOKING_ID = /^bkg_\w+$/;

/** Looks for people by a part of their name or email: members and providers at once. */
export function PeopleSearch() {
  const { t } = useTranslation('concierge');
  const heading = useId();
  const [typed, setTyped] = useState('');
  const q = useSettled(typed.trim());
  return (
    <search aria-labelledby={heading} className={classes.section}>
      <h2 id={heading}>{t('people.title')}</h2>
      <TextInput
        type="search"
        label={t('people.searchAll')}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        mb="md"
      />
      {BOOKING_ID.test(q) && (
        <Anchor component={Link} href={bookingPath(q)}>
          {t('people.openBooking', { id: q })}
        </Anchor>
      )}
      {q !== '' && !BOOKING_ID.test(q) && (
        <div className={classes.columns}>
          {SIDES.map((role) => (
            <div key={role}>
              <Title order={3} size="h5" mb="xs">
                {t(`people.roles.${role}`)}
              </Title>
              <PeopleList role={role} q={q} />
            </div>
          ))}
        </div>
      )}
    </search>
  );
}

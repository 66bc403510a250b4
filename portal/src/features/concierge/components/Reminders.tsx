import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { everyWord } from '../../../shared/api/everyWord';
import type { Person } from '../../../shared/api/types';
import classes from './Console.module.css';

type Value = Person['reminders'];

const LEADS = everyWord<keyof Value>({ PT36H: true, PT24H: true, PT1H: true });

/** Which reminders somebody wants. */
export function Reminders({ value, onChange }: { value: Value; onChange: (value: Value) => void }) {
  const { t } = useTranslation('concierge');
  return (
    <fieldset className={classes.plain}>
      <legend>{t('person.reminders.title')}</legend>
      {LEADS.map((lead) => (
        <Checkbox
          key={lead}
          label={t(`person.reminders.${lead}`)}
          checked={value[lead]}
          onChange={(event) => onChange({ ...value, [lead]: event.currentTarget.checked })}
          mt="xs"
        />
      ))}
    </fieldset>
  );
}

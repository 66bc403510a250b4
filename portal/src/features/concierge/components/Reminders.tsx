import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Person } from '../../../shared/api/types';
import classes from './Console.module.css';

const LEADS = ['PT36H', 'PT24H', 'PT1H'] as const;

type Value = Person['reminders'];

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

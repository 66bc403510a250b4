import { Group, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { isSkipped, type Start } from '../../../shared/booking-form/start';
import { parseTime } from '../../../shared/schedule/clockTime';
import classes from './Console.module.css';

type Clock = Extract<Start, { by: 'clock' }>;

interface Props {
  label: string;
  zone: string;
  value: Clock;
  onChange: (start: Clock) => void;
  error?: string | undefined;
}

/** A day and a time as they are typed, for times between the slots. */
export function ClockField({ label, zone, value, onChange, error }: Props) {
  const { t } = useTranslation('concierge');
  const { date, clock } = value;
  const skipped = isSkipped(value, zone);
  return (
    <fieldset className={classes.plain}>
      <legend>{label}</legend>
      <Group gap="md" align="start">
        <TextInput
          type="date"
          label={t('book.day')}
          value={date}
          onChange={(event) => onChange({ ...value, date: event.currentTarget.value })}
        />
        <TextInput
          label={t('book.time')}
          description={t('book.timeHint')}
          inputWrapperOrder={['label', 'input', 'description']}
          inputMode="numeric"
          autoComplete="off"
          maxLength={5}
          value={clock}
          onChange={(event) => onChange({ ...value, clock: event.currentTarget.value })}
          onBlur={() => onChange({ ...value, clock: parseTime(clock) ?? clock })}
        />
      </Group>
      {(skipped || error) && (
        <Text role="alert" size="sm" c="var(--mantine-color-error)" mt="xs">
          {skipped ? t('book.skipped') : error}
        </Text>
      )}
    </fieldset>
  );
}

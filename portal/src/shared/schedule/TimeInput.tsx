import { TextInput } from '@mantine/core';

import { parseTime } from './clockTime';
import classes from './Schedule.module.css';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** A time of day on a clock of 24 hours. What is typed is tidied up when it is left. */
export function TimeInput({ label, value, onChange }: Props) {
  return (
    <TextInput
      aria-label={label}
      className={classes.time}
      inputMode="numeric"
      autoComplete="off"
      maxLength={5}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={() => onChange(parseTime(value) ?? value)}
    />
  );
}

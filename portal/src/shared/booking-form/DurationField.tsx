import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { lengths } from '../policy/lengths';
import { usePolicy } from '../policy/usePolicy';
import { minutes } from '../time/format';

interface Props {
  label: string;
  /** Minutes. */
  value: number;
  onChange: (minutes: number) => void;
}

/** How long a session takes: one of the usual lengths, or that of an earlier session. */
export function DurationField({ label, value, onChange }: Props) {
  const { i18n } = useTranslation();
  const offered = lengths(usePolicy(), value);
  return (
    <NativeSelect
      label={label}
      value={String(value)}
      onChange={(event) => onChange(Number(event.currentTarget.value))}
      data={offered.map((each) => ({
        value: String(each),
        label: minutes(each, i18n.language),
      }))}
      mb="md"
    />
  );
}

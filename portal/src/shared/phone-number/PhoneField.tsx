import { TextInput, type TextInputProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Language } from '../api/types';
import type {} from './i18n/catalogue';
import { phoneNumberOf } from './phoneNumber';

interface Props extends Pick<TextInputProps, 'autoComplete' | 'mb'> {
  label: string;
  /** As it was typed, which stays. */
  value: string;
  onChange: (typed: string) => void;
  /** Of whoever's number it is: they say the country if the number does not. */
  zone: string;
  language: Language;
  /** Whether the API refused it. */
  isWrong: boolean;
}

/** A telephone number as people write it. Says what will be saved; `phoneNumberOf` gives that. */
export function PhoneField({ value, onChange, zone, language, isWrong, ...field }: Props) {
  const { t } = useTranslation(['phone-number', 'common']);
  const number = phoneNumberOf(value, zone, language);
  const differs = number !== value && number?.startsWith('+');
  return (
    <TextInput
      {...field}
      type="tel"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      description={differs ? t('saved', { number }) : t('hint')}
      error={isWrong ? t('common:invalidField.phone') : undefined}
    />
  );
}

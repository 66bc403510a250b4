import { useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';

import { LANGUAGE_NAMES, languageOf } from '../shared/i18n/languages';
import { speak } from '../shared/i18n/setup';
import { useLanguage } from '../shared/i18n/useLanguage';
import classes from './Shell.module.css';

/** The language and the colours of the portal. */
export function Preferences() {
  const { t } = useTranslation();
  const language = useLanguage();
  // To hold the transitions the library would write a style element, which the policy forbids.
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  return (
    <>
      <Choice
        aria-label={t('preferences.language')}
        data={LANGUAGE_NAMES}
        value={language}
        onChange={(event) => void speak(languageOf(event.currentTarget.value))}
      />
      <Choice
        aria-label={t('preferences.colours')}
        data={(['auto', 'light', 'dark'] as const).map((value) => ({
          value,
          label: t(`preferences.${value}`),
        }))}
        value={colorScheme}
        onChange={(event) => setColorScheme(event.currentTarget.value as MantineColorScheme)}
      />
    </>
  );
}

interface ChoiceProps extends ComponentProps<'select'> {
  data: { value: string; label: string }[];
}

/** A list to choose from. The library's own would take the first pages over their budget. */
function Choice({ data, ...select }: ChoiceProps) {
  return (
    <select className={classes.choice} {...select}>
      {data.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}

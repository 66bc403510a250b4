import { NativeSelect, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { LANGUAGE_NAMES, languageOf } from '../shared/i18n/languages';
import { speak } from '../shared/i18n/setup';
import { useLanguage } from '../shared/i18n/useLanguage';

/** The language and the colours of the portal. */
export function Preferences() {
  const { t } = useTranslation();
  const language = useLanguage();
  // To hold the transitions the library would write a style element, which the policy forbids.
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={t('preferences.language')}
        data={LANGUAGE_NAMES}
        value={language}
        onChange={(event) => void speak(languageOf(event.currentTarget.value))}
      />
      <NativeSelect
        size="xs"
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

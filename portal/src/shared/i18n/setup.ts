import i18next, { type BackendModule } from 'i18next';
import { initReactI18next } from 'react-i18next';

import { loadPart } from '../loadPart';
import { keepLanguage, languageWasChosen, preferredLanguage } from '../preferences';
import { LANGUAGES, type Language } from './languages';

/** Loads one catalogue: the words of a feature (`common` is shared) in a language. */
export type LoadCatalogue = (language: string, namespace: string) => Promise<object>;

/**
 * Starts the translations; fails if there are no words to begin with. A feature's catalogue comes when
 * the feature is first shown, and is waited for.
 */
export async function startTranslations(load: LoadCatalogue): Promise<void> {
  let isStarted = false;
  const backend: BackendModule = {
    type: 'backend',
    init: () => undefined,
    read: (language, namespace, done) => {
      const fetch = () => load(language, namespace);
      (isStarted ? loadPart(fetch) : fetch()).then(
        (catalogue) => done(null, catalogue as Record<string, string>),
        (error: unknown) => done(error as Error, false),
      );
    },
  };
  i18next.on('languageChanged', (language) => (document.documentElement.lang = language));
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: preferredLanguage(),
      fallbackLng: false,
      supportedLngs: LANGUAGES,
      ns: ['common'],
      defaultNS: 'common',
      // React escapes what it shows.
      interpolation: { escapeValue: false },
      returnNull: false,
    });
  isStarted = true;
}

/** Speaks another language from now on. */
export async function speak(language: Language): Promise<void> {
  keepLanguage(language);
  await i18next.changeLanguage(language);
}

/** Speaks the language of somebody's profile, unless another one was chosen here. */
export async function speakUnlessChosen(language: Language): Promise<void> {
  if (!languageWasChosen()) await i18next.changeLanguage(language);
}

/** Choices that are no secret, kept until the browser is closed: the language and the colours. */
import { languageOf, type Language } from './i18n/languages';

const LANGUAGE = 'anteroom.language';

/** The language that was chosen here, or else the browser's own, or else English. */
export function preferredLanguage(): Language {
  return languageOf(sessionStorage.getItem(LANGUAGE) ?? navigator.language);
}

/** Whether a language was chosen here, so that a profile's must not replace it. */
export function languageWasChosen(): boolean {
  return sessionStorage.getItem(LANGUAGE) !== null;
}

/** Keeps the chosen language. */
export function keepLanguage(language: Language): void {
  sessionStorage.setItem(LANGUAGE, language);
}

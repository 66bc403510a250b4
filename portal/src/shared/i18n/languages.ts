import type { Language } from '../api/types';

export type { Language };

/** Each language in its own words, for those who can't read the present one. */
const NAMES: Record<Language, string> = { en: 'English', vi: 'Tiếng Việt' };

/** The languages to choose from. */
export const LANGUAGE_NAMES = Object.entries(NAMES).map(([value, label]) => ({ value, label }));

/** The languages that the portal speaks. */
export const LANGUAGES = Object.keys(NAMES);

/** The language of a BCP 47 tag, English if we don't speak it. */
export function languageOf(tag: string | undefined): Language {
  return tag?.toLowerCase().startsWith('vi') ? 'vi' : 'en';
}

/** The locale by which `Intl` writes dates in a language: days first, and a clock of 24 hours. */
export function localeOf(language: string): string {
  return language.startsWith('vi') ? 'vi-VN' : 'en-GB';
}

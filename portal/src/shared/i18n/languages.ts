/** The languages that the portal speaks. */
export const LANGUAGES = ['en', 'vi'] as const;

export type Language = (typeof LANGUAGES)[number];

/** The language of a BCP 47 tag, English if we don't speak it. */
export function languageOf(tag: string | undefined): Language {
  return tag?.toLowerCase().startsWith('vi') ? 'vi' : 'en';
}

/** The locale by which `Intl` writes dates in a language: days first, and a clock of 24 hours. */
export function localeOf(language: string): string {
  return language.startsWith('vi') ? 'vi-VN' : 'en-GB';
}

import type words from './en.json';

declare module '../../../shared/i18n/catalogues' {
  interface Catalogues {
    calendar: typeof words;
  }
}

import type words from './en.json';

declare module '../../../shared/i18n/catalogues' {
  interface Catalogues {
    visit: typeof words;
  }
}

import type words from './en.json';

declare module '../../../shared/i18n/catalogues' {
  interface Catalogues {
    'tech-check': typeof words;
  }
}

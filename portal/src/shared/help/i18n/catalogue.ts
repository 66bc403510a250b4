import type words from './en.json';

declare module '../../i18n/catalogues' {
  interface Catalogues {
    help: typeof words;
  }
}

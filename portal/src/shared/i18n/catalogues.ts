/**
 * The catalogues by name. A feature adds its own by declaration merging, in its `i18n/catalogue.ts`,
 * so that the compiler knows every key and what it takes.
 */
import type common from './en.json';

export interface Catalogues {
  common: typeof common;
}

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: Catalogues;
  }
}

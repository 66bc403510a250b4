import { createContext } from 'react';

import type {} from './i18n/catalogue';
import type words from './i18n/en.json';

/** What is said when something was done. */
export interface Message {
  what: keyof typeof words;
  /** Of whom it is said. */
  name?: string;
}

/** How a page says that something was done; pages outside of `Says` say it themselves. */
export const Say = createContext<(message: Message) => void>(() => undefined);

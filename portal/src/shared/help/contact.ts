import { createContext, use } from 'react';

/** Whom people tell of what does not work, as the deployment says; empty where it names none. */
export interface HelpContact {
  /** A number in E.164 form. */
  phone: string;
  email: string;
}

export const HelpContext = createContext<HelpContact>({ phone: '', email: '' });

export function useHelpContact(): HelpContact {
  return use(HelpContext);
}

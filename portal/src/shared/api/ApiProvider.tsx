import { createContext, use, type ReactNode } from 'react';

import type { Api } from './client';

const Context = createContext<Api | null>(null);

/** Gives the pages below it an API that speaks for somebody: a session, or a link. */
export function ApiProvider({ api, children }: { api: Api; children: ReactNode }) {
  return <Context value={api}>{children}</Context>;
}

/** The API that speaks for whoever this page is for. */
export function useApi(): Api {
  const api = use(Context);
  if (!api) throw new Error('There is no ApiProvider above this component.');
  return api;
}

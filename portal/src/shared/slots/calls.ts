/** Where open slots are asked for: by their provider, or by the link to a session that is moved. */
import { createContext } from 'react';

import type { Answered, Api } from '../api/client';
import type { Slot } from '../api/types';

interface Asked {
  from: string;
  to: string;
  durationMinutes: number;
}

/** Asks for the slots of a provider that start within a range. */
export type SlotsCall = (
  api: Api,
  providerId: string,
  asked: Asked,
  signal: AbortSignal,
) => Promise<Answered<{ items: Slot[] }>>;

/** For somebody who is signed in. */
const bySession: SlotsCall = (api, id, query, signal) =>
  api.GET('/v1/providers/{id}/slots', { params: { path: { id }, query }, signal });

/** For the holder of a link, whose session knows provider and length. */
export const slotsByLink: SlotsCall = (api, _providerId, { from, to }, signal) =>
  api.GET('/v1/visit/slots', { params: { query: { from, to } }, signal });

/** How the pages below ask for slots. */
export const SlotsOf = createContext(bySession);

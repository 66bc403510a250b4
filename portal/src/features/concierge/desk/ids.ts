/** Ids in what somebody pastes: alone, in an address, or in a line of a log. */
import type { Role } from '../api/types';
import { bookingPath, personPath } from '../paths';

/** Where an id leads. */
export interface Found {
  what: 'booking' | Role;
  id: string;
  path: string;
}

/** What the ids of people begin with. */
const ROLES: Record<string, Role> = { mem: 'member', prv: 'provider', con: 'concierge' };

/** The page that the first id in a text is about; null if there is none. */
export function byId(text: string): Found | null {
  const [id, prefix] = /\b(bkg|mem|prv|con)_\w+/.exec(text) ?? [];
  if (id === undefined || prefix === undefined) return null;
  const role = ROLES[prefix];
  if (role === undefined) return { what: 'booking', id, path: bookingPath(id) };
  return { what: role, id, path: personPath(role, id) };
}

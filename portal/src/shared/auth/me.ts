import type { User } from 'oidc-client-ts';

import { everyWord } from '../api/everyWord';
import type { Role } from '../api/types';

/** The person who is signed in, as their token says. */
export interface Me {
  id: string;
  role: Role;
  /** Their name if the token has one, else their address or id. */
  name: string;
}

/** Whoever has several roles is the first of these. */
const ROLES = everyWord<Role>({ concierge: true, provider: true, member: true });

/** Who a user is; none without a role that the portal knows. */
export function meOf({ profile }: User): Me | null {
  const groups = profile['cognito:groups'];
  const role = ROLES.find((name) => Array.isArray(groups) && groups.includes(name));
  return role
    ? { id: profile.sub, role, name: profile.name ?? profile.email ?? profile.sub }
    : null;
}

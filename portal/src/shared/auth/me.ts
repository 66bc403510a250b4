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
export function meOf(user: User): Me | null {
  const { profile } = user;
  const groups = profile['cognito:groups'];
  const role = ROLES.find((name) => Array.isArray(groups) && groups.includes(name));
  return role ? { id: idOf(user), role, name: profile.name ?? profile.email ?? idOf(user) } : null;
}

/** A person's id: the name of their account. The `sub` stands in for it where an issuer has no names. */
function idOf({ profile }: User): string {
  const name = profile['cognito:username'];
  return typeof name === 'string' ? name : profile.sub;
}

import { UserManager, WebStorageStateStore } from 'oidc-client-ts';

import type { Config } from '../config';
import { tabStorage } from '../storage';

/** Where the provider of identities leads back to. */
export const SIGNED_IN = '/signed-in';

/** Signs in and out at the provider of identities, and keeps tokens in the tab's storage. */
export function createManager({
  issuer,
  clientId,
}: Pick<Config, 'issuer' | 'clientId'>): UserManager {
  const storage = new WebStorageStateStore({ store: tabStorage });
  return new UserManager({
    authority: issuer,
    client_id: clientId,
    redirect_uri: location.origin + SIGNED_IN,
    post_logout_redirect_uri: `${location.origin}/`,
    scope: 'openid email profile',
    userStore: storage,
    stateStore: storage,
    requestTimeoutInSeconds: 9,
    revokeTokensOnSignout: true,
    revokeTokenTypes: ['refresh_token'],
  });
}

/** The address of a path of this site. Without the origin, one that begins with `//` names another host. */
export function ownAddress(path: unknown): string {
  return typeof path === 'string' && path.startsWith('/') ? location.origin + path : '/';
}

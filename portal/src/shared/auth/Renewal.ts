import { ErrorResponse, type UserManager } from 'oidc-client-ts';

import { ApiError, NO_ANSWER } from '../api/problem';
import { backOff } from '../time/backOff';

/** How the token of whoever is signed in is renewed. */
export class Renewal {
  readonly #manager: UserManager;
  #running: Promise<string | null> | null = null;
  /** How often it has failed in a row, and until when it is not tried again. */
  #failures = 0;
  #notBefore = 0;

  constructor(manager: UserManager) {
    this.#manager = manager;
  }

  /**
   * A new token, one for all who ask at the same time; none if a new signing in is needed. Fails if the
   * issuer gives none at the moment. Without a refresh token whatever fails is the end.
   */
  token(hasRefreshToken: boolean): Promise<string | null> {
    this.#running ??= this.#renew(hasRefreshToken).finally(() => (this.#running = null));
    return this.#running;
  }

  async #renew(hasRefreshToken: boolean): Promise<string | null> {
    if (performance.now() < this.#notBefore) throw new ApiError(NO_ANSWER, 0);
    try {
      const user = await this.#manager.signinSilent();
      this.#failures = 0;
      return user?.access_token ?? null;
    } catch (error) {
      if (!hasRefreshToken || isRefused(error)) return null;
      this.#failures += 1;
      this.#notBefore = performance.now() + backOff(this.#failures, error);
      throw new ApiError(NO_ANSWER, 0);
    }
  }
}

/** Only the issuer's own word ends a session: one that can't be reached says nothing. */
function isRefused(error: unknown): boolean {
  return error instanceof ErrorResponse && error.error === 'invalid_grant';
}

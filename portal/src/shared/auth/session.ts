/**
 * Who is signed in. Tokens are in the tab’s storage and nowhere else; a new tab gets them
 * from another one, and signing out in one tab does it in all.
 */
import { User, type UserManager } from 'oidc-client-ts';

import type { Tokens } from '../api/client';
import { ApiError, NO_ANSWER, NOTHING_KEPT } from '../api/problem';
import type { Config } from '../config';
import { outlivesPage } from '../storage';
import { askForUser, isInCallElsewhere, listen, tell } from './channel';
import { createManager, ownAddress, SIGNED_IN } from './manager';
import { meOf, type Me } from './me';
import { Renewal } from './Renewal';

export type SessionState =
  | { status: 'out'; failed: boolean }
  /** `stale`: what is shown may stay, but the next request needs a new signing in. */
  | {
      status: 'in';
      me: Me;
      stale: boolean;
      /** Signed out elsewhere, and here as soon as the call has ended. */
      leaving: boolean;
    };

/** How long signing out waits for the provider of identities. */
const PATIENCE_MS = 5_000;

export class Session {
  readonly #manager: UserManager;
  readonly #renewal: Renewal;
  readonly #clientId: string;
  readonly #listeners = new Set<() => void>();
  #user: User | null = null;
  #state: SessionState = { status: 'out', failed: false };
  /** How many parts of this tab's page keep the session for a call. */
  #holds = 0;

  constructor(config: Pick<Config, 'issuer' | 'clientId'>) {
    this.#clientId = config.clientId;
    this.#manager = createManager(config);
    this.#renewal = new Renewal(this.#manager);
    this.#manager.events.addUserLoaded((user) => this.#take(user));
    listen((word) => {
      if (word.say === 'out' || word.say === 'outLater') this.#leaveAfterCall();
      else if (word.say === 'calls') {
        if (this.#holds > 0) tell({ say: 'inCall' });
      } else if (word.say === 'here') void this.#adopt(word.user);
      else if (word.say === 'who' && this.#user && !this.#stale)
        tell({ say: 'here', user: this.#user.toStorageString() });
    });
  }

  get state(): SessionState {
    return this.#state;
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Finds out who is signed in: from the way back of signing in, from this tab, or from another. */
  async start(): Promise<void> {
    if (location.pathname === SIGNED_IN) {
      await this.#comeBack();
      return;
    }
    const user = await this.#manager.getUser();
    if (user) {
      this.#take(user);
      return;
    }
    const elsewhere = await askForUser();
    if (elsewhere) await this.#adopt(elsewhere);
  }

  /**
   * Leaves for the sign-in pages; comes back to the path that is open now. Fails if they can't be reached,
   * or if this browser can't do what signing in needs: without a storage the way back would lead to nothing.
   */
  async signIn(): Promise<void> {
    if (!outlivesPage()) throw new ApiError(NOTHING_KEPT, 0);
    try {
      await this.#manager.signinRedirect({ state: location.pathname + location.search });
    } catch (error) {
      const { subtle } = crypto as Partial<Crypto>;
      throw subtle ? new ApiError(NO_ANSWER, 0) : error;
    }
  }

  /**
   * Signs out here, in all tabs of this browser, and at the provider of identities. If that one does not
   * answer soon, only here.
   */
  async signOut(): Promise<void> {
    tell({ say: 'out' });
    try {
      // Cognito wants its own names for what the standard calls otherwise.
      const extraQueryParams = { client_id: this.#clientId, logout_uri: `${location.origin}/` };
      await Promise.race([
        this.#manager.signoutRedirect({ extraQueryParams }),
        failAfter(PATIENCE_MS),
      ]);
    } catch {
      await this.#leave();
    }
  }

  /** Whether signing out would take the session from a call in another tab. */
  readonly isInCallElsewhere = isInCallElsewhere;

  /** Signs out in all tabs but that of the call, which follows when the call has ended. */
  async signOutAfterCall(): Promise<void> {
    tell({ say: 'outLater' });
    await this.#leave();
  }

  /** Keeps the session while somebody waits or is in a call in this tab. The result is called when it has ended. */
  hold(): () => void {
    this.#holds += 1;
    return () => {
      this.#holds -= 1;
      const isLast = this.#holds === 0;
      if (isLast && this.#isLeaving) void this.signOut();
    };
  }

  /** The tokens of whoever is signed in, for the API. */
  readonly tokens: Tokens = {
    current: () => Promise.resolve(this.#user?.access_token ?? null),
    renewed: async (refused) => {
      const now = this.#user?.access_token ?? null;
      if (now !== refused) return now;
      if (this.#stale) return null;
      const token = await this.#renewal.token(this.#user?.refresh_token !== undefined);
      if (token === null && this.#state.status === 'in') this.#set({ ...this.#state, stale: true });
      return token;
    },
  };

  get #isLeaving(): boolean {
    return this.#state.status === 'in' && this.#state.leaving;
  }

  get #stale(): boolean {
    return this.#state.status === 'in' && this.#state.stale;
  }

  async #comeBack(): Promise<void> {
    let address = '/';
    try {
      const user = await this.#manager.signinRedirectCallback();
      address = ownAddress(user.state);
      tell({ say: 'here', user: user.toStorageString() });
      this.#take(user);
    } catch {
      this.#set({ status: 'out', failed: true });
    }
    history.replaceState(null, '', address);
  }

  /** Takes another tab's user, if this one has none that works or an older one of the same person. */
  async #adopt(stored: string): Promise<void> {
    const user = User.fromStorageString(stored);
    const another = this.#user !== null && this.#user.profile.sub !== user.profile.sub;
    if (another || (this.#user && !this.#stale)) return;
    await this.#manager.storeUser(user);
    // Reading it starts the timer of its renewal.
    this.#take(await this.#manager.getUser());
  }

  /** Leaves now, or when the call in this tab has ended. */
  #leaveAfterCall(): void {
    if (this.#holds === 0) void this.#leave();
    else if (this.#state.status === 'in') this.#set({ ...this.#state, leaving: true });
  }

  async #leave(): Promise<void> {
    await this.#manager.removeUser();
    this.#user = null;
    this.#set({ status: 'out', failed: false });
  }

  #take(user: User | null): void {
    const me = user && meOf(user);
    this.#user = me ? user : null;
    this.#set(
      me
        ? { status: 'in', me, stale: false, leaving: this.#isLeaving }
        : { status: 'out', failed: user !== null },
    );
  }

  #set(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

function failAfter(ms: number): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error('No answer in time.')), ms);
  });
}

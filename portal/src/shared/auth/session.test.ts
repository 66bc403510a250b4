import { ErrorResponse, UserManager } from 'oidc-client-ts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { tabStorage } from '../storage';
import type { Word } from './channel';
import { Session } from './session';

const CONFIG = { issuer: 'https://issuer.example', clientId: 'portal' };

/** A session of a provider whose token has been refused. */
async function signedIn(): Promise<Session> {
  const user = {
    access_token: 'old',
    refresh_token: 'refresh',
    token_type: 'Bearer',
    profile: { sub: 'prv_1', 'cognito:groups': ['provider'] },
  };
  tabStorage.setItem(`oidc.user:${CONFIG.issuer}:${CONFIG.clientId}`, JSON.stringify(user));
  const session = new Session(CONFIG);
  await session.start();
  return session;
}

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  tabStorage.clear();
});

it.each([
  ['the issuer can’t be reached', new TypeError('Failed to fetch')],
  ['the issuer has a fault', new Error('Service Unavailable (503)')],
  ['the issuer is too busy', new ErrorResponse({ error: 'temporarily_unavailable' })],
])('goes on when %s', async (_, error) => {
  const renew = vi.spyOn(UserManager.prototype, 'signinSilent').mockRejectedValue(error);
  const session = await signedIn();
  await expect(session.tokens.renewed('old')).rejects.toMatchObject({ code: 'no_answer' });
  expect(session.state).toMatchObject({ status: 'in', stale: false });
  // Not again and again, however often it is asked for.
  await expect(session.tokens.renewed('old')).rejects.toMatchObject({ code: 'no_answer' });
  expect(renew).toHaveBeenCalledTimes(1);
  renew.mockResolvedValue({ access_token: 'new' } as never);
  vi.advanceTimersByTime(60_000);
  expect(await session.tokens.renewed('old')).toBe('new');
});

it('ends only when the issuer refuses the sign-in itself', async () => {
  const renew = vi
    .spyOn(UserManager.prototype, 'signinSilent')
    .mockRejectedValue(new ErrorResponse({ error: 'invalid_grant' }));
  const session = await signedIn();
  expect(await session.tokens.renewed('old')).toBeNull();
  expect(session.state).toMatchObject({ status: 'in', stale: true });
  expect(await session.tokens.renewed('old')).toBeNull();
  expect(renew).toHaveBeenCalledTimes(1);
});

it('waits but shortly for other tabs, and still takes a later answer', async () => {
  const other = new BroadcastChannel('anteroom.session');
  const asked = vi.fn();
  other.addEventListener('message', ({ data }: MessageEvent<Word>) => void asked(data));
  const session = new Session(CONFIG);
  const since = Date.now();
  await session.start();
  expect(Date.now() - since).toBeLessThan(600);
  expect(asked).toHaveBeenCalledWith({ say: 'who' });
  expect(session.state).toMatchObject({ status: 'out' });
  const profile = { sub: 'prv_1', 'cognito:groups': ['provider'] };
  const user = JSON.stringify({ access_token: 'theirs', token_type: 'Bearer', profile });
  other.postMessage({ say: 'here', user });
  await vi.waitFor(() => expect(session.state).toMatchObject({ status: 'in' }));
  expect(await session.tokens.current()).toBe('theirs');
  other.close();
});

it('signs out when nothing keeps the session for a call any more', async () => {
  const session = await signedIn();
  const other = new BroadcastChannel('anteroom.session');
  const [first, second] = [session.hold(), session.hold()];
  other.postMessage({ say: 'outLater' });
  await vi.waitFor(() => expect(session.state).toMatchObject({ leaving: true }));
  const out = vi.spyOn(session, 'signOut').mockResolvedValue();
  first();
  expect(out).not.toHaveBeenCalled();
  second();
  expect(out).toHaveBeenCalledTimes(1);
  other.close();
});

it.each([
  ['/bookings?view=past', '/bookings?view=past'],
  ['//other.example/bookings', '//other.example/bookings'],
  ['/\\other.example', '//other.example'],
  ['https://other.example/', '/'],
  ['@other.example/', '/'],
  ['javascript:alert(1)', '/'],
  [{ path: '/bookings' }, '/'],
  [undefined, '/'],
])('comes back from signing in with %j to %s of this site', async (state, path) => {
  history.replaceState(null, '', '/signed-in?code=1&state=2');
  const profile = { sub: 'prv_1', 'cognito:groups': ['provider'] };
  const user = { state, profile, toStorageString: () => '{}' };
  vi.spyOn(UserManager.prototype, 'signinRedirectCallback').mockResolvedValue(user as never);
  const { origin } = location;
  const session = new Session(CONFIG);
  await session.start();
  expect(session.state).toMatchObject({ status: 'in' });
  expect(location.href).toBe(origin + path);
  history.replaceState(null, '', `${origin}/`);
});

it('signs out here if the issuer does not answer', async () => {
  const session = await signedIn();
  vi.useFakeTimers();
  vi.spyOn(UserManager.prototype, 'signoutRedirect').mockReturnValue(new Promise(() => undefined));
  const out = session.signOut();
  await vi.advanceTimersByTimeAsync(4_000);
  expect(session.state).toMatchObject({ status: 'in' });
  await vi.advanceTimersByTimeAsync(2_000);
  await out;
  expect(session.state).toEqual({ status: 'out', failed: false });
  expect(tabStorage.getItem(`oidc.user:${CONFIG.issuer}:${CONFIG.clientId}`)).toBeNull();
});

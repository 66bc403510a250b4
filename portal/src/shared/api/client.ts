/** The API, typed by docs/openapi.json. Answers come back as data, everything else is an `ApiError`. */
import createClient, { type Middleware } from 'openapi-fetch';

import { noteServerDate } from '../time/now';
import { withinTime } from '../withinTime';
import { ApiError, errorOf, NO_ANSWER, NOT_OURS } from './problem';
import type { paths } from './schema';
import { unchanged } from './unchanged';

/** No request waits longer than this, a new token included: what fails can be said within ten seconds. */
const TIMEOUT_MS = 9_000;

/** Where tokens come from. */
export interface Tokens {
  /** The token to send; none if nobody is signed in. */
  current: () => Promise<string | null>;
  /** A new one after this one was refused; none if one must sign in anew. Fails if it may come later. */
  renewed: (refused: string) => Promise<string | null>;
}

/** A client whose requests carry the tokens of a session or of a link. */
export function createApi(tokens: Tokens) {
  const api = createClient<paths>({
    baseUrl: location.origin,
    fetch: (request) => send(request, tokens),
  });
  const notes: Middleware = {
    onResponse: ({ response }) => noteServerDate(response.headers),
  };
  // The last one sees an answer first: the server's date is in what came, and not in what was kept.
  api.use(unchanged(), notes);
  return api;
}

export type Api = ReturnType<typeof createApi>;

async function send(request: Request, tokens: Tokens): Promise<Response> {
  const signal = withinTime(TIMEOUT_MS, request.signal);
  const token = await tokens.current();
  const again = request.clone();
  try {
    const response = await withToken(request, token, signal);
    if (response.status !== 401 || token === null) return response;
    // The server's clock decides on a token's age, whatever this machine's says.
    const renewed = await Promise.race([tokens.renewed(token), endOf(signal)]);
    return renewed === null ? response : await withToken(again, renewed, signal);
  } catch (error) {
    if (request.signal.aborted || error instanceof ApiError) throw error;
    throw new ApiError(NO_ANSWER, 0);
  }
}

async function withToken(request: Request, token: string | null, signal: AbortSignal) {
  if (token !== null) request.headers.set('Authorization', `Bearer ${token}`);
  const response = await fetch(request, { signal });
  if (isOurs(response)) return response;
  throw new ApiError(NOT_OURS, 0);
}

/** Says that a network wants a sign-in first. See RFC 6585. */
const NETWORK_SIGN_IN = 511;

/** Whether the API, or what stands before it, has answered: neither has pages, but those of faults. */
function isOurs({ status, headers }: Response): boolean {
  const isPage = headers.get('Content-Type')?.includes('html') ?? false;
  return status !== NETWORK_SIGN_IN && (!isPage || status >= 500);
}

/** Fails when a signal ends what it was given to. */
function endOf(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const end = () => reject(new DOMException('No answer in time.', 'AbortError'));
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
  });
}

/** What a call answers with: its data, or an error. */
export interface Answered<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data of an answer; throws what went wrong. An answer that can't be read whole is none. */
export async function answer<T>(call: Promise<Answered<T>>): Promise<NonNullable<T>> {
  const { data, error, response } = await call.catch((failure: unknown) => {
    throw failure instanceof ApiError ? failure : new ApiError(NO_ANSWER, 0);
  });
  if (data === undefined || data === null) throw errorOf(response.status, error);
  return data;
}

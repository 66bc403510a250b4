/** What goes wrong between the portal and the API, as one kind of error. */
import type { components } from './schema';

export type Problem = components['schemas']['Problem'];
export type FieldProblem = components['schemas']['FieldProblem'];

/** No answer came at all: no network, a time-out, a server that is gone. */
export const NO_ANSWER = 'no_answer';

/** Something between the page and the API has answered, such as a network that wants a sign-in first. */
export const NOT_OURS = 'not_ours';

/** The browser keeps nothing from one page to the next, which signing in needs. */
export const NOTHING_KEPT = 'nothing_kept';

/** A link's request came without its link, or was stopped on the way. */
export const LINK_LOST = 'lost_link';

/** An answer that is an error, or none. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    /** The stable word to branch on: the API's, or one of those above. */
    readonly code: string,
    /** The HTTP status; 0 if there was no answer. */
    readonly status: number,
    /** What is wrong with each field. */
    readonly fields: FieldProblem[] = [],
    /** For `too_early`: from when it works. */
    readonly opensAt?: string,
    /** For `duplicate_contact`, and only to the concierge: who has the address. */
    readonly heldBy?: Problem['heldBy'],
  ) {
    super(code);
  }

  /** Whether trying the same again may help by itself. */
  get passing(): boolean {
    return this.status === 0 || this.status >= 500;
  }
}

/** Whether one must sign in anew. A link is no sign-in: another one can't mend it. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'unauthorized';
}

/** The error of an answer's body. The gateway's own answers are not problem+json. */
export function errorOf(status: number, body: unknown): ApiError {
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Partial<Problem>;
  return new ApiError(
    problem.code ?? codeOf(status),
    status,
    problem.errors,
    problem.opensAt ?? undefined,
    problem.heldBy,
  );
}

function codeOf(status: number): string {
  const codes: Record<number, string> = {
    401: 'unauthorized',
    403: 'forbidden',
    404: 'not_found',
    413: 'body_too_large',
    429: 'rate_limited',
  };
  return codes[status] ?? (status >= 500 ? 'unavailable' : 'refused');
}

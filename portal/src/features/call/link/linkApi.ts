import type { Middleware } from 'openapi-fetch';

import { createApi, type Api } from '../../../shared/api/client';
import { errorOf, LINK_LOST } from '../../../shared/api/problem';

/** What an answer says that knows of no link: to somebody who is to sign in, or who never may. */
const OF_ACCOUNTS = ['unauthorized', 'forbidden'];

/** The API for who holds a link. Nothing that it answers speaks of a sign-in or an account. */
export function linkApi(token: string): Api {
  const api = createApi({
    current: () => Promise.resolve(token),
    renewed: () => Promise.resolve(null),
  });
  api.use(ofLinks);
  return api;
}

const ofLinks: Middleware = {
  onResponse: async ({ response }) => {
    const { status } = response;
    if (status !== 401 && status !== 403) return;
    const body: unknown = await response
      .clone()
      .json()
      .catch(() => null);
    if (!OF_ACCOUNTS.includes(errorOf(status, body).code)) return;
    return new Response(JSON.stringify({ code: LINK_LOST }), { status });
  },
};

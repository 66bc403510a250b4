/** Lists are asked for again and again. What has not changed since is not sent again: the API says 304. */
import type { Middleware } from 'openapi-fetch';

/** How many answers are kept, those asked for last. */
const MOST = 30;

/** Keeps answers with a weak `ETag`, and asks for each again only if it has changed. */
export function unchanged(): Middleware {
  const kept = new Map<string, { tag: string; body: string }>();
  return {
    onRequest: ({ request }) => {
      const known = request.method === 'GET' ? kept.get(request.url) : undefined;
      if (known) request.headers.set('If-None-Match', known.tag);
    },
    onResponse: async ({ request, response }) => {
      if (request.method !== 'GET') return undefined;
      const { status, headers } = response;
      const known = kept.get(request.url);
      if (status === 304 && known) {
        const asked = { 'Content-Type': 'application/json', ETag: known.tag };
        return new Response(known.body, { status: 200, headers: asked });
      }
      const tag = headers.get('ETag');
      // A strong one is the version of what is shown, which may look otherwise at another time.
      if (status !== 200 || !tag?.startsWith('W/')) return undefined;
      const body = await response.clone().text();
      kept.delete(request.url);
      if (isWhole(body)) kept.set(request.url, { tag, body });
      for (const url of [...kept.keys()].slice(0, -MOST)) kept.delete(url);
      return undefined;
    },
  };
}

/** Whether an answer has come to its end. */
function isWhole(body: string): boolean {
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}

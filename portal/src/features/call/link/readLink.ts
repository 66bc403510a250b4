/**
 * Reads a member's link as forgivingly as people copy it and mail programs rewrite it. Its token is
 * found wherever it stands in the address, and whatever stands around or within it.
 */

/** A token to speak with, or how the link is broken. */
export type Link = { token: string } | { broken: Break };

/** There is nothing of a token, only a part of one, or one whose letters were changed. */
export type Break = 'missing' | 'cut' | 'changed';

/** A whole token: a JWT, signed by HS256, of which the signature has 43 characters. */
const TOKEN = /eyJ[\w-]+\.[\w-]+\.[\w-]{43}/g;

/** A whole token whose capital letters may have become small ones, or the other way round. */
const CHANGED = /eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{43}/i;

/** How a token begins. A link that has this, but no whole token, was cut off. */
const HEAD = 'eyJ';

/** Text of this length in place of a token is a part of one. */
const PART = 20;

/** A part of a token on a page that is none of a link. */
const STRAY = /#.*eyJ[\w.-]{17}/;

/** The address of the page of members' links, however it is written, with a language before it or not. */
const VISIT = /^.*?\/\s*visit(?![a-z])/i;

/** The way back of signing in, whose parameters are the issuer's. */
const SIGNED_IN = '/signed-in';

type Address = Pick<Location, 'pathname' | 'search' | 'hash'>;

/** Reads the link that an address is; null if it is the address of another page. */
export function readLink({ pathname, search, hash }: Address): Link | null {
  if (pathname === SIGNED_IN) return null;
  const path = decoded(pathname);
  const isVisit = VISIT.test(path);
  const rest = `${path.replace(VISIT, '')}${decoded(search)}${decoded(hash)}`;
  const pieces = rest.split(/[?&#]/).map((piece) => piece.replace(/[^\w.-]/g, ''));
  const tokens = pieces.flatMap((piece) => piece.match(TOKEN) ?? []);
  // Of two links in one address, the second was pasted after the first.
  const token = tokens.filter(isUnchanged).at(-1);
  if (token !== undefined) return { token };
  if (tokens.length > 0 || pieces.some((piece) => CHANGED.test(piece)))
    return { broken: 'changed' };
  if (!isVisit) return STRAY.test(`${path}${decoded(hash)}`) ? { broken: 'cut' } : null;
  const isPart = rest.includes(HEAD) || rest.split(/[?&#]/, 2).some(isLong);
  return { broken: isPart || isLong(decoded(hash)) ? 'cut' : 'missing' };
}

/** Whether the two parts that can be read without the key still say something. */
function isUnchanged(token: string): boolean {
  try {
    for (const part of token.split('.', 2))
      JSON.parse(atob(part.replaceAll('-', '+').replaceAll('_', '/')));
    return true;
  } catch {
    return false;
  }
}

function isLong(text: string): boolean {
  return !text.includes('=') && text.length >= PART;
}

/** Decodes what was encoded once or more often, and what can't be decoded not at all. */
function decoded(text: string): string {
  const once = text.replace(/%([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(parseInt(code, 16)),
  );
  return once === text ? text : decoded(once);
}

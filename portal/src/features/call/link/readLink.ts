/**
 * Reads a member's link as forgivingly as people copy it and mail programs rewrite it. Its token is
 * found wherever it stands in the address, and whatever stands around or within it.
 */

/** A token to speak with, or how the link is broken. */
export type Link = { token: string } | { broken: 'missing' | 'cut' };

/** A whole token: a JWT, signed by HS256, of which the signature has 43 characters. */
const TOKEN = /eyJ[\w-]+\.[\w-]+\.[\w-]{43}/g;

/** How a token begins. A link that has this, but no whole token, was cut off. */
const HEAD = 'eyJ';

/** Text of this length in place of a token is a part of one. */
const PART = 20;

/** The address of the page of members' links, however it is written. */
const VISIT = /^\/+visit(?![a-z])/i;

type Address = Pick<Location, 'pathname' | 'search' | 'hash'>;

/** Reads the link that an address is; null if it is the address of another page. */
export function readLink({ pathname, search, hash }: Address): Link | null {
  const path = decoded(pathname);
  const rest = `${path.replace(VISIT, '')}${decoded(search)}${decoded(hash)}`;
  const tokens = rest
    .split(/[?&#]/)
    .flatMap((piece) => piece.replace(/[^\w.-]/g, '').match(TOKEN) ?? []);
  // Of two links in one address, the second was pasted after the first.
  const token = tokens.at(-1);
  if (!VISIT.test(path)) return path === '/' && token !== undefined ? { token } : null;
  if (token !== undefined) return { token };
  const isPart = rest.includes(HEAD) || rest.split(/[?&#]/, 2).some(isLong);
  return { broken: isPart || isLong(decoded(hash)) ? 'cut' : 'missing' };
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
